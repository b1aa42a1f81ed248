using System.CommandLine;
using System.Globalization;
using PoolTopology.Orchestrator.Authority;
using PoolTopology.Orchestrator.Cli.Printers;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Serve;
using PoolTopology.Rpc.Identity;

namespace PoolTopology.Orchestrator.Cli;

/// <summary>The verbs below <c>pool serve</c>: who gets a certificate, and who is shut out. They work beside a running service.</summary>
internal static class ServeVerbs
{
    private const int MostListed = 1000;

    /// <summary>All verbs.</summary>
    public static IEnumerable<Command> All() =>
    [
        Enrol(),
        new Command("cert", "Certificates of people, and the list of all.") { Operator(), List() },
        Deny(),
        Allow(),
    ];

    private static Command Enrol()
    {
        Argument<string> node = new("NODE") { Description = "A node of the topology file." };
        Option<string?> output = OutOption();
        return Verb("enroll", "Make what a node asks for its first certificate with, to be placed by hand where `pool apply` cannot bring it: 0400, owned by the node's user.",
            [node], [output], (store, design, parsed) =>
            {
                string name = parsed.GetRequiredValue(node);
                if (design.FindNode(name) is null)
                    throw new CommandFailure(ExitCodes.Error, $"the topology file has no node \"{name}\"", "it has " + string.Join(", ", design.Nodes.Select(one => one.Name)));
                Give(store.Registrar.Enrol(name), parsed.GetValue(output), parsed);
            });
    }

    private static Command Operator()
    {
        Argument<string> person = new("NAME") { Description = "Who it is for." };
        Option<string?> output = OutOption();
        Option<TimeSpan?> life = CommonOptions.Duration("--for", "How long it is good for. [default: 12h]");
        return Verb("operator", "Make a person's certificate and key, for --identity of the other commands.", [person], [output, life], (store, _, parsed) =>
        {
            string name = parsed.GetRequiredValue(person);
            if (!PeerName.IsName(name))
                throw new CommandFailure(ExitCodes.Usage, $"\"{name}\" is no name", "1 to 64 letters, digits, dots, dashes or underscores");
            Give(store.Registrar.ForOperator(name, parsed.GetValue(life) ?? Registrar.DefaultOperatorLife), parsed.GetValue(output), parsed);
        });
    }

    private static Command List() => Verb("list", "The certificates that are in time.", [], [], (store, _, parsed) =>
    {
        IEnumerable<IReadOnlyList<string>> rows = store.Certificates.List(MostListed).Select(line => (IReadOnlyList<string>)
        [
            line.Name, Time(line.From), Time(line.To), line.Denial is { } reason ? $"shut out: {reason}" : line.IsUsed ? "used" : "not used", line.Serial,
        ]);
        foreach (string line in PlainTable.Align([["name", "from", "to", "state", "serial"], .. rows]))
            parsed.InvocationConfiguration.Output.WriteLine(line);
    });

    private static Command Deny()
    {
        Argument<string> who = Who();
        Option<string> reason = new("--reason") { Description = "Why; the one who is shut out reads it.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        return Verb("deny", "Shut a node or a person out at once, whatever certificates it has.", [who], [reason], (store, _, parsed) =>
            store.Certificates.Deny(NameOf(store, parsed.GetRequiredValue(who)), parsed.GetRequiredValue(reason)));
    }

    private static Command Allow()
    {
        Argument<string> who = Who();
        return Verb("allow", "Let somebody in again.", [who], [], (store, _, parsed) =>
        {
            PeerName name = NameOf(store, parsed.GetRequiredValue(who));
            if (!store.Certificates.Allow(name))
                throw new CommandFailure(ExitCodes.Error, $"{name} is not shut out", "`pool serve cert list` shows who is");
        });
    }

    private static Argument<string> Who() => new("NAME") { Description = "node/NAME, operator/NAME or enrolment/NAME; a name alone is a node's." };

    private static PeerName NameOf(ServiceStore store, string text) =>
        PeerName.TryParse($"spiffe://{store.Authority.Pool}/{(text.Contains('/', StringComparison.Ordinal) ? text : "node/" + text)}", out PeerName? name)
            ? name
            : throw new CommandFailure(ExitCodes.Usage, $"\"{text}\" names nobody", "write node/relay-1 or operator/ann");

    private static Option<string?> OutOption() => new("--out") { Description = "The file to write, 0600. [default: standard output]", HelpName = "FILE" };

    private static void Give(string pem, string? file, ParseResult parsed)
    {
        if (file is null)
            parsed.InvocationConfiguration.Output.Write(pem);
        else if (Path.Exists(file))
            throw new CommandFailure(ExitCodes.SafetyRefusal, $"{file} is there already, and may be somebody's identity", "name another file, or move it away");
        else
            IdentityFile.Write(file, pem);
    }

    private static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static Command Verb(
        string name, string description, Argument[] arguments, Option[] options, Action<ServiceStore, PoolDesign, ParseResult> act)
    {
        Option<string> file = CommonOptions.File();
        Option<string?> state = CommonOptions.StateDirectory();
        Command command = new(name, description) { file, state };
        foreach (Argument argument in arguments)
            command.Add(argument);
        foreach (Option option in options)
            command.Add(option);
        command.SetAction(parsed =>
        {
            string topologyFile = Path.GetFullPath(parsed.GetRequiredValue(file));
            PoolDesign design = DesignText.Require(new DesignReader(topologyFile, isolation: null).ReadFile(), topologyFile);
            using ServiceStore store = ServiceStore.Open(
                CommonOptions.StateDirectoryOf(parsed.GetValue(state), topologyFile), design.Ticker, Registrar.DefaultNodeLife, TimeProvider.System);
            act(store, design, parsed);
            return ExitCodes.Ok;
        });
        return command;
    }
}
