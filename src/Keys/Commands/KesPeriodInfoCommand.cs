using System.CommandLine;
using PoolTopology.Credentials.Certificates;
using PoolTopology.Credentials.Errors;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Keys.Commands;

/// <summary><c>node kes-period-info</c>: whether a certificate is valid now, by the clock and the genesis alone.</summary>
internal static class KesPeriodInfoCommand
{
    public static Command Create(CommandSurroundings surroundings)
    {
        Option<string> certificate = FileOption.Required("--op-cert-file", "The operational certificate");
        Option<string> genesis = FileOption.Required("--genesis", "The Shelley genesis file of the network");
        Command command = new(
            "kes-period-info", "Check a certificate against this machine's clock; asks no node, so not the counter")
        {
            certificate, genesis,
        };
        command.SetAction(parsed => Run(
            surroundings, parsed.GetRequiredValue(certificate), parsed.GetRequiredValue(genesis)));
        return command;
    }

    private static int Run(CommandSurroundings surroundings, string certificateFile, string genesisFile)
    {
        CredentialResult<OperationalCertificate> read = CertificateFiles.ReadCertificate(certificateFile);
        if (!read.IsRead)
            return surroundings.End(read.Error);
        ShelleyGenesis genesis;
        try
        {
            genesis = ShelleyGenesis.Parse(File.ReadAllBytes(genesisFile));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or GenesisException)
        {
            return surroundings.Refuse($"{genesisFile}: {e.Message}");
        }
        KesPeriod current = CurrentPeriod(genesis, surroundings.Time.GetUtcNow());
        Print(surroundings.Output, read.Value, genesis, current);
        return surroundings.End(CertificateValidity.Check(
            certificateFile, read.Value, current, genesis.MaxKesEvolutions));
    }

    private static KesPeriod CurrentPeriod(ShelleyGenesis genesis, DateTimeOffset now)
    {
        long ticks = Math.Max(0, (now - genesis.SystemStart).Ticks);
        return new KesPeriod((ulong)(ticks / genesis.SlotLength.Ticks) / genesis.SlotsPerKesPeriod);
    }

    private static void Print(
        TextWriter output, OperationalCertificate certificate, ShelleyGenesis genesis, KesPeriod current)
    {
        ulong end = certificate.EndKesPeriod(genesis.MaxKesEvolutions).Value;
        TimeSpan periodLength = genesis.SlotLength * genesis.SlotsPerKesPeriod;
        output.WriteLine($"pool              {PoolIds.ToBech32(certificate.PoolId)}");
        output.WriteLine($"issue number      {certificate.IssueNumber}");
        output.WriteLine($"first KES period  {certificate.StartKesPeriod}");
        output.WriteLine($"last KES period   {end - 1}");
        output.WriteLine($"current period    {current}");
        output.WriteLine($"expires           {Expiry(genesis, periodLength, end)}");
    }

    private static string Expiry(ShelleyGenesis genesis, TimeSpan periodLength, ulong end)
    {
        UInt128 ticks = (UInt128)(ulong)periodLength.Ticks * end;
        return ticks > (ulong)(DateTimeOffset.MaxValue - genesis.SystemStart).Ticks
            ? "after the year 9999"
            : (genesis.SystemStart + TimeSpan.FromTicks((long)ticks)).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
    }
}
