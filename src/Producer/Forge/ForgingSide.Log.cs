using Microsoft.Extensions.Logging;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Forge;

internal sealed partial class ForgingSide
{
    [LoggerMessage(6001, LogLevel.Information,
        "keys loaded: operational certificate {IssueNumber}, valid from KES period {StartKesPeriod}")]
    private partial void LogKeysLoaded(ulong issueNumber, KesPeriod startKesPeriod);

    [LoggerMessage(6002, LogLevel.Error, "not forging, still following the chain: {Reason}")]
    private partial void LogCannotForge(string reason);

    [LoggerMessage(6007, LogLevel.Information, "not forging yet: {Reason}")]
    private partial void LogNotYetForging(string reason);

    [LoggerMessage(6008, LogLevel.Information, "ready to forge")]
    private partial void LogReady();

    [LoggerMessage(6009, LogLevel.Warning,
        "the operational certificate ends with KES period {LastPeriod}, in {TimeLeft}: make a new KES key and certificate")]
    private partial void LogKesEnding(ulong lastPeriod, TimeSpan timeLeft);

    [LoggerMessage(6010, LogLevel.Error,
        "the operational certificate ends with this KES period, {LastPeriod}, in {TimeLeft}: then no block can be forged")]
    private partial void LogKesLast(ulong lastPeriod, TimeSpan timeLeft);

    [LoggerMessage(6003, LogLevel.Information, "forge journal open, last slot given away: {Watermark}")]
    private partial void LogJournalOpen(string watermark);

    [LoggerMessage(6004, LogLevel.Warning,
        "the forge journal ended in {TornBytes} bytes of an unfinished record; no slot up to {Slot} will be signed")]
    private partial void LogJournalTorn(int tornBytes, Slot slot);

    [LoggerMessage(6005, LogLevel.Information, "forged block {BlockNo} in slot {Slot}: {HeaderHash}; {NextOwn}")]
    private partial void LogForged(BlockNo blockNo, Slot slot, Hash32 headerHash, string nextOwn);

    [LoggerMessage(6006, LogLevel.Warning, "own slot {Slot} missed: {Reason}")]
    private partial void LogMissed(Slot slot, string reason);
}
