using System.Globalization;
using System.Net;
using System.Text;

namespace PoolTopology.Orchestrator.Proof;

/// <summary>A proof as one page for people: self-contained HTML, without scripts. Pure, and byte-stable.</summary>
internal static class ReportPage
{
    private const int MostRows = 400;

    private const string Style = """
        body { font: 15px/1.5 system-ui, sans-serif; color: #1c2430; background: #fff; max-width: 1100px; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.5rem; margin-bottom: .2rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
        .verdict { padding: .8rem 1rem; border-radius: 8px; font-weight: 600; }
        .good { background: #dff3e6; color: #0d5a2c; } .bad { background: #fbe0e0; color: #8a1616; }
        .muted { color: #5b6675; } code { font-size: .9em; word-break: break-all; }
        table { border-collapse: collapse; width: 100%; font-size: .9rem; }
        th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid #e3e7ec; vertical-align: top; }
        td.n { text-align: right; font-variant-numeric: tabular-nums; }
        .scroll { overflow-x: auto; }
        svg text { font: 12px system-ui, sans-serif; fill: #1c2430; } svg text.head { font-weight: 600; font-size: 13px; }
        rect.closed { fill: #eef1f4; } rect.open { fill: #bfe3d0; } rect.wrong { fill: #e8503a; } rect.self { fill: none; }
        svg text.closed-text, svg text.self-text { fill: #8b95a1; } svg text.wrong-text { fill: #fff; font-weight: 600; }
        @media (prefers-color-scheme: dark) {
          body { background: #12161c; color: #dce3ea; } .muted { color: #93a0ae; } th, td { border-color: #2a323c; }
          .good { background: #12402a; color: #b9f0cf; } .bad { background: #4d1717; color: #ffc9c9; }
          svg text { fill: #dce3ea; } rect.closed { fill: #1f262e; } rect.open { fill: #1f5c42; }
        }
        """;

    /// <summary>The page.</summary>
    public static string Render(ProofBundle bundle)
    {
        StringBuilder page = new();
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Firewall proof</title>\n")
            .Append(CultureInfo.InvariantCulture, $"<style>\n{Style}\n</style>\n</head>\n<body>\n<h1>Firewall proof</h1>\n");
        page.Append(CultureInfo.InvariantCulture,
            $"<p class=\"muted\">{Stamp(bundle.CreatedAt)} · topology <code>{Escape(bundle.Topology.Sha256[..Math.Min(12, bundle.Topology.Sha256.Length)])}</code> · digest <code>{Escape(bundle.Digest)}</code></p>\n");
        AppendVerdict(page, bundle.Verdict);
        AppendMatrix(page, bundle.Model);
        AppendFindings(page, bundle.Model);
        AppendSweeps(page, bundle.Live);
        AppendCounters(page, bundle.Live);
        AppendMethod(page, bundle);
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void AppendVerdict(StringBuilder page, ProofVerdict verdict)
    {
        page.Append(CultureInfo.InvariantCulture,
            $"<p class=\"verdict {(verdict.IsProved ? "good" : "bad")}\">{(verdict.IsProved ? "Proved" : "Not proved")}</p>\n<ul>\n");
        foreach (string sentence in verdict.Sentences)
            page.Append(CultureInfo.InvariantCulture, $"<li>{Escape(sentence)}</li>\n");
        page.Append("</ul>\n");
    }

    private static void AppendMatrix(StringBuilder page, ProofModel model)
    {
        foreach ((string family, string title) in ((string, string)[])[("v4", "IPv4"), ("v6", "IPv6")])
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>Who can begin what with whom, {title}</h2>\n")
                .Append("<p class=\"muted\">From the kernels' own rules, for every address there is. A row sends, a column receives; ≤ means within a limit; red is not what the topology wants.</p>\n")
                .Append(CultureInfo.InvariantCulture, $"<div class=\"scroll\">\n{MatrixPicture.Render(model, family)}</div>\n");
        }
    }

    private static void AppendFindings(StringBuilder page, ProofModel model)
    {
        page.Append("<h2>Differences from the topology</h2>\n");
        if (model.Findings.Count == 0)
        {
            page.Append("<p>None, for any header of either IP family, in either direction.</p>\n");
            return;
        }
        Table(page, ["machine", "what", "peers", "packets", "rule", "example"], model.Findings.Select(finding => (string[])
        [
            finding.Machine, $"{finding.Kind} ({finding.Path}, IP{finding.Family})", string.Join(", ", finding.Peers),
            $"{finding.Protocol} {finding.Ports}, {finding.States}", finding.Rule, finding.Example,
        ]));
    }

    private static void AppendSweeps(StringBuilder page, ProofLive live)
    {
        page.Append("<h2>What was measured</h2>\n<p class=\"muted\">One packet to each port. \"Arrived\" and \"passed\" are counts of the kernel whose firewall was measured: before its first rule, and behind its last.</p>\n");
        Table(page, ["from", "to", "firewall of", "packets", "sent", "arrived", "passed to ports", "answered"],
            live.Sweeps.Select(sweep => (string[])
            [
                sweep.From, sweep.To, sweep.Measured, $"{sweep.Protocol} IP{sweep.Family}", Number(sweep.Sent + sweep.Refused),
                Number(sweep.Arrived), sweep.Passed.Length > 0 ? sweep.Passed : "none", sweep.Answered,
            ]));
    }

    private static void AppendCounters(StringBuilder page, ProofLive live)
    {
        page.Append("<h2>The rule sets' own counters</h2>\n");
        Table(page, ["machine", "counter", "before", "after", "difference"], live.Counters.Select(counter => (string[])
        [
            counter.Machine, counter.Name, Number((long)counter.Before), Number((long)counter.After), Number((long)(counter.After - counter.Before)),
        ]));
    }

    private static void AppendMethod(StringBuilder page, ProofBundle bundle)
    {
        page.Append("<h2>What it rests on</h2>\n<ul>\n");
        foreach (ProofMachine machine in bundle.Machines)
            page.Append(CultureInfo.InvariantCulture, $"<li>{Escape(machine.Name)} ({Escape(string.Join(", ", machine.Addresses))}): rule set <code>{Escape(machine.Sha256)}</code></li>\n");
        page.Append(CultureInfo.InvariantCulture,
            $"<li>pool {Escape(bundle.Tools.Pool)}, {Escape(bundle.Tools.Nft)}, {Escape(bundle.Tools.Kernel)}; read in {Number(bundle.Times.ReadMs)} ms, judged in {Number(bundle.Times.ModelMs)} ms, measured in {Number(bundle.Times.LiveMs)} ms</li>\n</ul>\n")
            .Append("<p>Not covered: who owns an address (a forged sender counts as its owner), what lies below IP or before the machine, processes that act for others, and fragments, which connection tracking puts together before rules see them.</p>\n")
            .Append(CultureInfo.InvariantCulture,
                $"<p>Check it without any machine: <code>pool firewall verify BUNDLE --digest {Escape(bundle.Digest)}</code></p>\n");
    }

    private static void Table(StringBuilder page, string[] head, IEnumerable<string[]> rows)
    {
        string[][] all = [.. rows];
        page.Append("<div class=\"scroll\">\n<table>\n<tr>");
        foreach (string title in head)
            page.Append(CultureInfo.InvariantCulture, $"<th>{Escape(title)}</th>");
        page.Append("</tr>\n");
        foreach (string[] row in all.Take(MostRows))
            page.Append("<tr>").Append(string.Concat(row.Select(cell => $"<td>{Escape(cell)}</td>"))).Append("</tr>\n");
        page.Append("</table>\n</div>\n");
        if (all.Length > MostRows)
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"muted\">{all.Length - MostRows} further rows are in proof.json.</p>\n");
    }

    private static string Number(double number) => number.ToString("#,0.#", CultureInfo.InvariantCulture);

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
