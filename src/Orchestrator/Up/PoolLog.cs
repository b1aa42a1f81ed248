using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using PoolTopology.Orchestrator.Processes;

namespace PoolTopology.Orchestrator.Up;

/// <summary>The orchestrator's own log: warnings and errors of its libraries, in a bounded file.</summary>
internal sealed class PoolLog(string path, TimeProvider time) : ILoggerFactory
{
    private readonly RotatingLog _file = new(path, RotatingLog.DefaultLimitBytes);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, this);

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("this log has one place to write to");

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Write(string category, LogLevel level, string message, Exception? exception)
    {
        string at = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        string details = exception is null ? "" : $" {exception}";
        _file.Write(Encoding.UTF8.GetBytes($"{at} {level} {category}: {message}{details}\n"));
    }

    private sealed class Logger(string category, PoolLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                log.Write(category, logLevel, formatter(state, exception), exception);
        }
    }
}
