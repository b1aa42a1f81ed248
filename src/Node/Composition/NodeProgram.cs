using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using PoolTopology.Network.Bearer;
using PoolTopology.Network.Peers;
using PoolTopology.Node.Config;
using PoolTopology.Node.Forging;
using PoolTopology.Node.Supervision;
using PoolTopology.Node.Work;
using PoolTopology.Primitives;
using PoolTopology.Storage.Files;

namespace PoolTopology.Node.Composition;

/// <summary>Runs a node as a process: the generic host around it, signals, log lines, exit code.</summary>
public static class NodeProgram
{
    private static readonly TimeSpan ShutdownGrace = TimeSpan.FromSeconds(20);

    /// <summary>Runs until the process is asked to stop or the node fails.</summary>
    /// <param name="options">How to run.</param>
    /// <param name="forgingSide">Makes the forging side; null for a relay.</param>
    /// <returns>One of <see cref="NodeExitCode"/>.</returns>
    public static async Task<int> RunAsync(NodeOptions options, Func<NodeContext, IForgingSide>? forgingSide)
    {
        ArgumentNullException.ThrowIfNull(options);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownGrace);
        builder.Services.AddSingleton(options);
        // Two at least: one for the chain, one for the headers ahead of it.
        builder.Services.AddSingleton<IWorkers>(_ => new WorkerThreads(Math.Max(2, Environment.ProcessorCount)));
        builder.Services.AddSingleton(services => SystemdSocket.Find(
            Environment.GetEnvironmentVariable, services.GetRequiredService<ILoggerFactory>().CreateLogger(options.Name)));
        builder.Services.AddSingleton(services => new NodeContext
        {
            Time = TimeProvider.System,
            Random = new Random(Environment.ProcessId),
            Logs = services.GetRequiredService<ILoggerFactory>(),
            Transport = new TcpTransport(),
            Resolver = new SystemNameResolver(),
            Workers = services.GetRequiredService<IWorkers>(),
            Database = new DiskFileSystem(options.DatabasePath),
            Manager = services.GetRequiredService<IServiceManager>(),
        });
        builder.Services.AddSingleton(services =>
        {
            NodeContext context = services.GetRequiredService<NodeContext>();
            return new NodeHost(options, forgingSide?.Invoke(context), context);
        });
        builder.Services.AddHostedService<Service>();

        using IHost host = builder.Build();
        Service service = (Service)host.Services.GetRequiredService<IHostedService>();
        await host.RunAsync();
        return service.ExitCode;
    }

    /// <summary>The node as the host's only service. Its end ends the process.</summary>
    private sealed class Service(NodeHost node, NodeOptions options, NodeContext context, IHostApplicationLifetime lifetime)
        : BackgroundService
    {
        public int ExitCode { get; private set; } = NodeExitCode.Stopped;

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            ILogger log = context.Logs.CreateLogger(options.Name);
            using ProcessRequests requests = new(
                options.ShutdownIpc is not null, node.RequestReload, lifetime.StopApplication);
            try
            {
                await node.RunAsync(stoppingToken);
            }
            catch (ConfigurationException wrong)
            {
                ExitCode = Fail(log, NodeExitCode.Configuration, wrong.Message, null);
            }
            catch (InvariantException defect)
            {
                ExitCode = Fail(log, NodeExitCode.BrokenInvariant, defect.Message, defect);
            }
            catch (Exception failure) when (IsOfTheEnvironment(failure))
            {
                ExitCode = Fail(log, NodeExitCode.Failed, failure.Message, null);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                ExitCode = Fail(log, NodeExitCode.BrokenInvariant, failure.Message, failure);
            }
            finally
            {
                lifetime.StopApplication();
            }
        }

        // Several parts may fail of one cause, a full disk for instance; one that is of our own making outweighs them.
        private static bool IsOfTheEnvironment(Exception failure) => failure is AggregateException several
            ? several.Flatten().InnerExceptions.All(IsOfTheEnvironment)
            : failure is IOException or SocketException or StorageException or UnauthorizedAccessException;

        private static int Fail(ILogger log, int exitCode, string message, Exception? defect)
        {
            NodeProgramLog.Stopped(log, message, exitCode, defect);
            return exitCode;
        }
    }
}
