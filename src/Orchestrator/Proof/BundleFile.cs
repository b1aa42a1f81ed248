using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Up;

namespace PoolTopology.Orchestrator.Proof;

/// <summary>A proof bundle as a folder: <c>proof.json</c> for programs, <c>report.html</c> for people.</summary>
internal static class BundleFile
{
    /// <summary>The proof itself.</summary>
    public const string ProofName = "proof.json";

    /// <summary>The page made from it.</summary>
    public const string ReportName = "report.html";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>The bundle with the digest that belongs to it.</summary>
    public static ProofBundle Seal(ProofBundle bundle) => bundle with { Digest = DigestOf(bundle) };

    /// <summary>SHA-256 over a bundle with its digest left empty.</summary>
    public static string DigestOf(ProofBundle bundle) => Sha256(Write(bundle with { Digest = "" }));

    /// <summary>The bundle's text: the same bundle gives the same bytes.</summary>
    public static string Write(ProofBundle bundle) => JsonSerializer.Serialize(bundle, Json) + "\n";

    /// <summary>Reads a bundle's text.</summary>
    /// <exception cref="JsonException">It is not one.</exception>
    public static ProofBundle Read(string text) =>
        JsonSerializer.Deserialize<ProofBundle>(text, Json) ?? throw new JsonException("the file says null");

    /// <summary>The SHA-256 of a text in UTF-8, in lower-case hexadecimal.</summary>
    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Writes both files; the folder is made where it is not there.</summary>
    /// <exception cref="CommandFailure">They cannot be written.</exception>
    public static void Save(string folder, ProofBundle bundle)
    {
        try
        {
            Directory.CreateDirectory(folder);
            StateDirectory.WriteAtomically(Path.Combine(folder, ProofName), Write(bundle));
            StateDirectory.WriteAtomically(Path.Combine(folder, ReportName), ReportPage.Render(bundle));
        }
        catch (Exception cannot) when (cannot is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCodes.Error, $"the proof cannot be written: {cannot.Message}", "name another folder with --out");
        }
    }

    /// <summary>Reads the texts of both files.</summary>
    /// <exception cref="CommandFailure">They cannot be read.</exception>
    public static async Task<(string Proof, string Report)> LoadAsync(string folder, CancellationToken cancellation)
    {
        try
        {
            return (
                await File.ReadAllTextAsync(Path.Combine(folder, ProofName), cancellation),
                await File.ReadAllTextAsync(Path.Combine(folder, ReportName), cancellation));
        }
        catch (Exception cannot) when (cannot is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCodes.Error, $"{folder} is no proof bundle: {cannot.Message}", "name the folder that --out named");
        }
    }
}
