using System.Globalization;

namespace PoolTopology.Node.Verification;

/// <summary>One line on a terminal that says how far a verification has come; nothing where nobody watches.</summary>
internal sealed class ProgressLine(TextWriter output, bool isTerminal, TimeProvider time)
{
    private const int BarCells = 30;
    private const string BackToStart = "\r\u001b[K"; // carriage return, erase to the end of the line

    private readonly long _begun = time.GetTimestamp();

    /// <summary>Shows the progress in the place of what was shown before.</summary>
    public void Show(VerificationProgress progress)
    {
        if (!isTerminal)
            return;
        double part = progress.TotalBytes == 0 ? 1 : Math.Min(1, (double)progress.ReadBytes / progress.TotalBytes);
        int filled = (int)(part * BarCells);
        double seconds = Math.Max(time.GetElapsedTime(_begun).TotalSeconds, 1e-3);
        string slot = progress.Tip.IsGenesis ? "genesis" : $"slot {progress.Tip.Point.Slot}";
        output.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"{BackToStart}[{new string('#', filled)}{new string('.', BarCells - filled)}] {part,4:P0}  {slot}  "
                + $"{progress.Blocks} blocks  {progress.Blocks / seconds:F0}/s"));
        output.Flush();
    }

    /// <summary>Removes the line.</summary>
    public void Clear()
    {
        if (!isTerminal)
            return;
        output.Write(BackToStart);
        output.Flush();
    }
}
