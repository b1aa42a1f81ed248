using System.Globalization;
using System.Text;
using PoolTopology.Orchestrator.Enrolment;
using PoolTopology.Orchestrator.Plan;

namespace PoolTopology.Orchestrator.Cli.Printers;

/// <summary>A plan as people read it: what changes, why, what it costs, in which order.</summary>
internal static class PlanText
{
    private const int HashLength = 12;

    /// <summary>The whole text; the same plan gives the same text.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="topologyFile">The name of its file, for line numbers.</param>
    /// <param name="savedAs">Where it was saved; null where it was not.</param>
    /// <param name="proof">What the model says about the firewalls, as a line; empty for nothing.</param>
    /// <param name="enrolments">What nodes get beside it.</param>
    public static string Of(DeploymentPlan plan, string topologyFile, string? savedAs, string proof = "", EnrolmentPlan? enrolments = null)
    {
        StringBuilder text = new();
        if (plan.IsEmpty)
        {
            text.Append(Line($"{plan.Pool}: nothing to change, {Machines(plan.Unchanged.Length)} as they should be"));
            Enrolments(text, enrolments);
            Left(text, plan);
            if (proof.Length > 0)
                text.Append(Line(proof));
            foreach (string caution in plan.Cautions)
                text.Append(Line($"caution: {caution}"));
            return text.ToString();
        }

        text.Append(Line($"{plan.Pool} on {plan.Network}: generation {plan.Generation}, topology sha256:{plan.Topology[..HashLength]}"));
        text.Append(Line($"valid until any of these moves: {string.Join(' ', plan.Machines.Select(Base))}"));
        foreach (MachineChange change in plan.Machines)
            Machine(text, change, topologyFile);
        Left(text, plan);
        text.Append('\n').Append(Line($"Order: {string.Join(" → ", plan.Stages.Select(Stage))}"));
        if (proof.Length > 0)
            text.Append(Line(proof));
        Enrolments(text, enrolments);
        foreach (string caution in plan.Cautions)
            text.Append(Line($"caution: {caution}"));
        foreach (Obstacle obstacle in plan.Obstacles)
            text.Append(Line($"obstacle: {obstacle.Machine}: {obstacle.Sentence}; {obstacle.Hint}"));
        text.Append(Summary(plan));
        text.Append(savedAs is null ? "\n" : $" Apply exactly this:  pool apply {savedAs}\n");
        return text.ToString();
    }

    private static void Enrolments(StringBuilder text, EnrolmentPlan? enrolments)
    {
        foreach (string line in enrolments?.Lines ?? [])
            text.Append(Line(line));
    }

    private static void Left(StringBuilder text, DeploymentPlan plan)
    {
        foreach (LeftMachine left in plan.Left ?? [])
            text.Append(left.IsChosen
                ? Line($"! {left.Machine}  left out, as asked: it is not changed now, the next apply brings it up to date")
                : Line($"! {left.Machine}  not looked at: {left.Reason}"));
    }

    private static void Machine(StringBuilder text, MachineChange change, string topologyFile)
    {
        ChangeSymbol symbol = change.IsNew ? ChangeSymbol.Add
            : change.Nodes.Any(node => node.IsInterrupted) ? ChangeSymbol.Replace : ChangeSymbol.Change;
        text.Append('\n').Append(Line($"{Sign(symbol)} {change.Machine}"));
        foreach (FileChange file in change.Files)
        {
            string where = file.Line > 0 ? $"{topologyFile}:{file.Line} {file.Key}" : file.Key;
            string why = string.Join(": ", new[] { where, file.Reason }.Where(part => part.Length > 0));
            text.Append(Line($"    {Sign(file.Symbol)} {file.Path}  {file.Detail}  ({why})"));
        }

        foreach (NodeChange node in change.Nodes.Where(node => node.Interruption != Interruption.None))
            text.Append(Line($"    {Sign(SymbolOf(node))} {node.Node}  {Effect(change, node)}  ({node.Reason})"));
        if (change.LoadsFirewall)
            text.Append(Line($"      firewall  taken back by itself unless confirmed within {change.ConfirmSeconds} s"));
    }

    private static ChangeSymbol SymbolOf(NodeChange node) => node.Interruption switch
    {
        Interruption.Start => ChangeSymbol.Add,
        Interruption.Restart => ChangeSymbol.Replace,
        Interruption.Stop => ChangeSymbol.Remove,
        _ => ChangeSymbol.Change,
    };

    private static string Effect(MachineChange change, NodeChange node) => node.Interruption switch
    {
        Interruption.Start => Line("starts").TrimEnd(),
        Interruption.Restart when change.NeedsWindow && node.IsForger => string.Create(
            CultureInfo.InvariantCulture, $"restarts, away {node.Cost.LeastSeconds}-{node.Cost.MostSeconds} s, only between its own slots"),
        Interruption.Restart => string.Create(
            CultureInfo.InvariantCulture, $"restarts, away {node.Cost.LeastSeconds}-{node.Cost.MostSeconds} s"),
        Interruption.Reload => "reads its files again, no restart",
        _ => "stops",
    };

    private static string Stage(RolloutStage stage)
    {
        string machines = string.Join(", ", stage.Machines);
        string word = stage.Kind switch
        {
            StageKind.BringUp => "bring-up",
            StageKind.Canary => "canary",
            StageKind.Producer => "producer, last",
            StageKind.Standby => "standby",
            _ => "",
        };
        string hold = stage.HoldSeconds > 0 ? string.Create(CultureInfo.InvariantCulture, $"hold {stage.HoldSeconds} s") : "";
        string notes = string.Join(", ", new[] { word, hold }.Where(note => note.Length > 0));
        return notes.Length > 0 ? $"{machines} ({notes})" : machines;
    }

    private static string Summary(DeploymentPlan plan)
    {
        int added = plan.Machines.Count(change => change.IsNew);
        int restarts = plan.Machines.Sum(change => change.Nodes.Count(node => node.Interruption == Interruption.Restart));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Plan: {added} to add, {plan.Machines.Length - added} to change, {plan.Unchanged.Length} as they should be{LeftCount(plan)}; {restarts} nodes restart.");
    }

    private static string LeftCount(DeploymentPlan plan) =>
        plan.Left is { Count: > 0 } left ? string.Create(CultureInfo.InvariantCulture, $", {left.Count} not looked at") : "";

    private static string Base(MachineChange change) =>
        string.Create(CultureInfo.InvariantCulture, $"{change.Machine}@{change.Base.Generation}");

    private static string Machines(int count) => count == 1 ? "1 machine" : string.Create(CultureInfo.InvariantCulture, $"{count} machines");

    private static string Sign(ChangeSymbol symbol) => symbol switch
    {
        ChangeSymbol.Add => "+",
        ChangeSymbol.Change => "~",
        ChangeSymbol.Replace => "-/+",
        _ => "-",
    };

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture).TrimEnd() + "\n";

    private static string Line(string text) => text + "\n";
}
