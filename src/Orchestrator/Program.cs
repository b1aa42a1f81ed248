using System.CommandLine;
using PoolTopology.Orchestrator.Audit;
using PoolTopology.Orchestrator.Cli;

Option<bool> verbose = CommonOptions.Verbose();
ParseResult parsed = PoolCommand.Create(verbose).Parse(args.Length > 0 ? args : ["--help"]);
if (parsed.Errors.Count > 0)
{
    foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
        await Console.Error.WriteLineAsync($"pool: {error.Message}");
    await Console.Error.WriteLineAsync("pool: `pool --help` lists commands and options");
    return ExitCodes.Usage;
}

try
{
    // Commands decide themselves what a signal means and how long an orderly end may take.
    InvocationConfiguration invocation = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
    return await parsed.InvokeAsync(invocation);
}
catch (CommandFailure failure)
{
    await Console.Error.WriteLineAsync($"pool: {failure.Message}");
    if (failure.Hint.Length > 0)
        await Console.Error.WriteLineAsync($"pool: {failure.Hint}");
    return failure.ExitCode;
}
catch (AuditException damaged)
{
    await Console.Error.WriteLineAsync($"pool: {damaged.Message}\npool: {AuditCommand.Compare}");
    return ExitCodes.VerificationFailed;
}
catch (Exception unexpected)
{
    string details = parsed.GetValue(verbose) ? unexpected.ToString() : $"{unexpected.Message} (details with -v)";
    await Console.Error.WriteLineAsync($"pool: {details}");
    return ExitCodes.Error;
}
