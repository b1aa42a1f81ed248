using System.Text.Json;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.KernelRules;
using PoolTopology.Topology.Proof;

namespace PoolTopology.Orchestrator.Proof;

/// <summary>Does a proof again from its bundle alone. Pure: no machine is asked, no clock is read.</summary>
/// <remarks>
/// Nothing of what the bundle concludes is believed: plan and rule sets are read anew, the model is computed anew, and
/// the measurement is held against it anew. What the bundle states must come out the same, to the byte.
/// </remarks>
internal static class BundleVerifier
{
    /// <summary>Checks a bundle.</summary>
    /// <param name="proof">The text of <c>proof.json</c>.</param>
    /// <param name="report">The text of <c>report.html</c>.</param>
    /// <param name="expectedDigest">The digest that somebody noted when the proof was made, or null.</param>
    public static BundleCheck Check(string proof, string report, string? expectedDigest)
    {
        try
        {
            ProofBundle bundle = BundleFile.Read(proof);
            return new BundleCheck(bundle, FirstFault(bundle, proof, report, expectedDigest));
        }
        catch (JsonException malformed)
        {
            return new BundleCheck(null, $"proof.json is not a proof: {malformed.Message}");
        }
    }

    private static string? FirstFault(ProofBundle bundle, string proof, string report, string? expectedDigest)
    {
        if (bundle.Format != ProofBundle.FormatName || bundle.Version != ProofBundle.CurrentVersion)
            return $"this program reads {ProofBundle.FormatName} version {ProofBundle.CurrentVersion}, and the file says {bundle.Format} version {bundle.Version}";
        if (BundleFile.Write(bundle) != proof)
            return "proof.json is not written as `pool firewall prove` writes it: it was edited";
        if (BundleFile.DigestOf(bundle) != bundle.Digest)
            return "proof.json does not have the digest that it states: it was changed";
        if (expectedDigest is not null && expectedDigest != bundle.Digest)
            return $"the digest is {bundle.Digest}, not {expectedDigest}: this is another proof";
        if (ReportPage.Render(bundle) != report)
            return "report.html is not the page that belongs to proof.json";
        if (BundleFile.Sha256(bundle.Topology.Text) != bundle.Topology.Sha256)
            return "the topology does not have the hash that the proof states";
        TopologyResult topology = TopologyReader.Read(bundle.Topology.Text, "topology.yaml");
        return topology.Document is { } document
            ? FirstFault(bundle, document)
            : $"the topology in the proof has errors: {topology.Errors.First()}";
    }

    private static string? FirstFault(ProofBundle bundle, TopologyDocument written)
    {
        if (!written.Machines.Select(machine => machine.Name).SequenceEqual(bundle.Machines.Select(machine => machine.Name)))
            return "the machines of the proof are not those of its topology";
        if (!bundle.Topology.Addresses.Values.All(address => System.Net.IPAddress.TryParse(address, out _)))
            return "an address in the proof is none";
        TopologyDocument document = ProofReasoning.Relocate(written, bundle.Topology.Addresses);
        Dictionary<string, KernelRuleSet> rules = [];
        foreach (ProofMachine machine in bundle.Machines)
        {
            if (BundleFile.Sha256(machine.RuleSet) != machine.Sha256)
                return $"the rule set of {machine.Name} does not have the hash that the proof states";
            KernelRuleSetResult read = KernelRuleSetReader.Read(machine.RuleSet);
            if (read.Rules is null)
                return $"the rule set of {machine.Name} is not understood: {read.Errors[0]}";
            rules[machine.Name] = read.Rules;
        }
        return FirstFault(bundle, document, rules);
    }

    private static string? FirstFault(
        ProofBundle bundle, TopologyDocument document, Dictionary<string, KernelRuleSet> rules)
    {
        try
        {
            ProofModel model = ProofReasoning.Judge(document, rules);
            if (!IsSame(bundle, bundle with { Model = model }))
                return "the rule sets do not lead to the findings and the matrix that the proof states";
            ProofVerdict verdict = ProofReasoning.Conclude(document, rules, bundle.Machines, model, bundle.Live);
            if (!IsSame(bundle, bundle with { Verdict = verdict }))
                return $"the proof's verdict does not follow from what is in it: {verdict.Sentences[0]}";
            return verdict.IsProved ? null : $"the proof says itself that it failed: {verdict.Sentences[0]}";
        }
        catch (Exception broken) when (broken is FormatException or OverflowException or TooComplexException)
        {
            return $"the evidence cannot be read: {broken.Message}";
        }
    }

    private static bool IsSame(ProofBundle stated, ProofBundle computed) => BundleFile.Write(stated) == BundleFile.Write(computed);
}
