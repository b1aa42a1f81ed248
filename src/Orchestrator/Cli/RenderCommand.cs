using System.CommandLine;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool render</c>: writes what each machine would get into a folder, to read, compare or keep.</summary>
/// <remarks>
/// DIR/MACHINE/… has every file below its path on the machine; DIR/monitoring has what a Prometheus outside the plan
/// needs. Files that have the right bytes already are left alone, and nothing is deleted.
/// </remarks>
internal static class RenderCommand
{
    private const string MonitoringFolder = "monitoring";

    public static Command Create()
    {
        Option<string> file = CommonOptions.File();
        Option<string?> networkFiles = CommonOptions.NetworkFiles();
        Option<string[]> machines = KnownNames.OfMachines(new Option<string[]>("--machine", "-m")
        {
            Description = "Only this machine; may be repeated. [default: all]",
            HelpName = "NAME",
        });
        Argument<DirectoryInfo?> folder = new("DIR")
        {
            Description = "The folder to write into; made if absent. Without it, only the digest of each machine is printed.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Command command = new("render", "Write the files that each machine would get into a folder. Touches no machine.")
        {
            folder, file, networkFiles, machines,
        };
        command.SetAction(result =>
        {
            DerivedPool pool = DerivedPool.Read(result.GetRequiredValue(file), result.GetValue(networkFiles));
            string[] names = result.GetValue(machines) ?? [];
            if (names.FirstOrDefault(name => pool.Document.FindMachine(name) is null) is { } unknown)
                throw new CommandFailure(
                    ExitCodes.Usage, $"--machine {unknown}: there is no such machine", KnownMachines(pool));
            TextWriter output = result.InvocationConfiguration.Output;
            return result.GetValue(folder) is { } place
                ? Write(pool, place.FullName, names, output)
                : PrintDigests(pool, names, output);
        });
        return command;
    }

    private static int PrintDigests(DerivedPool pool, string[] machines, TextWriter output)
    {
        IEnumerable<Machine> wanted = pool.Document.Machines.Where(m => machines.Length == 0 || machines.Contains(m.Name));
        IEnumerable<string> lines = wanted
            .AsParallel().AsOrdered()
            .Select(machine => pool.Derivation.For(machine.Name))
            .Select(desired => $"{MachineDigest.Of(desired)}  {desired.MachineName}, {desired.Files.Count} files\n");
        foreach (string line in lines)
            output.Write(line);
        return ExitCodes.Ok;
    }

    private static int Write(DerivedPool pool, string folder, string[] machines, TextWriter output)
    {
        int files = 0;
        int written = 0;
        foreach (Machine machine in pool.Document.Machines.Where(m => machines.Length == 0 || machines.Contains(m.Name)))
            WriteAll(Path.Combine(folder, machine.Name), pool.Derivation.For(machine.Name).Files);
        if (machines.Length == 0)
            WriteAll(Path.Combine(folder, MonitoringFolder), pool.Derivation.Monitoring);
        output.Write($"{folder}: {files} files, {written} of them new or changed\n");
        return ExitCodes.Ok;

        void WriteAll(string place, IEnumerable<DerivedFile> derived)
        {
            foreach (DerivedFile one in derived)
            {
                files++;
                written += WriteIfDifferent(place + one.Path, one) ? 1 : 0;
            }
        }
    }

    private static bool WriteIfDifferent(string path, DerivedFile file)
    {
        if (File.Exists(path) && file.Content.Bytes.Span.SequenceEqual(File.ReadAllBytes(path)))
            return false;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // A derived path has a folder.
        File.WriteAllBytes(path, file.Content.Bytes.Span);
        File.SetUnixFileMode(path, file.Mode);
        return true;
    }

    private static string KnownMachines(DerivedPool pool) =>
        $"machines: {string.Join(", ", pool.Document.Machines.Select(machine => machine.Name))}";
}
