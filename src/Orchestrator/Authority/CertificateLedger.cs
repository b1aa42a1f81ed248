using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Data.Sqlite;
using PoolTopology.Orchestrator.State;
using PoolTopology.Rpc.Identity;

namespace PoolTopology.Orchestrator.Authority;

/// <summary>Which certificates were issued, which were used, and who is shut out.</summary>
internal sealed class CertificateLedger(StateDatabase database, TimeProvider time)
{
    /// <summary>One line of the list of certificates.</summary>
    internal sealed record Line(string Serial, string Name, DateTimeOffset From, DateTimeOffset To, bool IsUsed, string? Denial);

    /// <summary>Remembers a certificate that is about to be given away.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="boughtBy">The serial of the certificate with which it was asked for, or null.</param>
    public void Add(X509Certificate2 certificate, string? boughtBy) => database.Write(connection => connection.Command(
        "INSERT INTO certificates(serial, name, public_key, not_before, not_after, bought_by) VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
        certificate.SerialNumber, RpcIdentity.NameIn(certificate)?.Uri ?? certificate.Subject,
        Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo())),
        Milliseconds(certificate.NotBefore), Milliseconds(certificate.NotAfter), boughtBy).ExecuteNonQuery());

    /// <summary>A certificate was used for the first time; later times change nothing.</summary>
    public void MarkUsed(string serial)
    {
        if (database.Read(c => c.Command("SELECT 1 FROM certificates WHERE serial=?1 AND first_used IS NULL", serial).ExecuteScalar()) is not null)
            database.Write(c => c.Command(
                "UPDATE certificates SET first_used=?2 WHERE serial=?1 AND first_used IS NULL", serial,
                time.GetUtcNow().ToUnixTimeMilliseconds()).ExecuteNonQuery());
    }

    /// <summary>A certificate that was asked for with this one has been used: an enrolment is spent by that.</summary>
    public bool IsSpent(string serial) => database.Read(c => c.Command(
        "SELECT 1 FROM certificates WHERE bought_by=?1 AND first_used IS NOT NULL LIMIT 1", serial).ExecuteScalar()) is not null;

    /// <summary>Whether this authority's list has the certificate; one that a restored older list lacks is not accepted.</summary>
    public bool IsKnown(string serial) =>
        database.Read(c => c.Command("SELECT 1 FROM certificates WHERE serial=?1", serial).ExecuteScalar()) is not null;

    /// <summary>Shuts a name out, whatever certificates it has.</summary>
    public void Deny(PeerName name, string reason) => database.Write(c => c.Command(
        "INSERT INTO denials(name, at, reason) VALUES(?1, ?2, ?3) ON CONFLICT(name) DO UPDATE SET at=?2, reason=?3",
        name.Uri, time.GetUtcNow().ToUnixTimeMilliseconds(), reason).ExecuteNonQuery());

    /// <summary>Lets a name in again.</summary>
    /// <returns>False where it was not shut out.</returns>
    public bool Allow(PeerName name) =>
        database.Write(c => c.Command("DELETE FROM denials WHERE name=?1", name.Uri).ExecuteNonQuery()) > 0;

    /// <summary>Why a name is shut out, or null.</summary>
    public PeerRefusal.Denied? DenialOf(PeerName name) =>
        database.Read(c => c.Command("SELECT reason FROM denials WHERE name=?1", name.Uri).ExecuteScalar()) is string reason
            ? new PeerRefusal.Denied(name.Uri, reason)
            : null;

    /// <summary>Forgets certificates whose time has been over for a month.</summary>
    public void Prune() => database.Write(c => c.Command(
        "DELETE FROM certificates WHERE not_after < ?1", time.GetUtcNow().AddDays(-30).ToUnixTimeMilliseconds()).ExecuteNonQuery());

    /// <summary>The certificates whose time is not over, newest first; at most so many.</summary>
    public IReadOnlyList<Line> List(int most) => database.Read(connection =>
    {
        List<Line> lines = [];
        using SqliteDataReader reader = connection.Command(
            """
            SELECT c.serial, c.name, c.not_before, c.not_after, c.first_used IS NOT NULL, d.reason
            FROM certificates c LEFT JOIN denials d ON d.name = c.name
            WHERE c.not_after >= ?1 ORDER BY c.not_before DESC, c.serial LIMIT ?2
            """, time.GetUtcNow().ToUnixTimeMilliseconds(), most).ExecuteReader();
        while (reader.Read())
        {
            lines.Add(new Line(
                reader.GetString(0), reader.GetString(1), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2)),
                DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(3)), reader.GetBoolean(4),
                reader.IsDBNull(5) ? null : reader.GetString(5)));
        }

        return lines;
    });

    private static long Milliseconds(DateTime local) => new DateTimeOffset(local.ToUniversalTime()).ToUnixTimeMilliseconds();
}
