using System.Collections.Concurrent;
using System.ComponentModel;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;

namespace PoolTopology.Topology.Tests.Firewall;

/// <summary>Machines that are network namespaces on one switch, which is a namespace too: the host's network is not touched.</summary>
/// <remarks>Names are unique per lab; disposing removes every namespace and with them links, addresses and rules.</remarks>
internal sealed partial class NamespaceLab : IDisposable
{
    private const int CloneNewNet = 0x40000000;

    private readonly string _prefix = $"pt{Environment.ProcessId:x}{Random.Shared.Next(0x1000):x3}";
    private readonly List<string> _namespaces = [];
    private readonly ConcurrentBag<IDisposable> _sockets = [];

    public NamespaceLab(IReadOnlyDictionary<string, IPAddress[]> machines)
    {
        try
        {
            string hub = Add("hub");
            NamespaceTools.Run("ip", null, "-n", hub, "link", "add", "name", "br0", "type", "bridge");
            NamespaceTools.Run("ip", null, "-n", hub, "link", "set", "dev", "br0", "up");
            int number = 0;
            foreach ((string name, IPAddress[] addresses) in machines)
                Connect(hub, Add(name), number++, addresses);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Loads a rule set into a machine's kernel, replacing the one before.</summary>
    public void Load(string machine, string rules) => NamespaceTools.Run("ip", rules, "netns", "exec", Full(machine), "nft", "-f", "-");

    /// <summary>The packets that a named counter has counted.</summary>
    public long Counter(string machine, string name)
    {
        string text = NamespaceTools.Run("ip", null, "netns", "exec", Full(machine), "nft", "list", "counter", "inet", "pool", name);
        return long.Parse(PacketsPattern().Match(text).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>Runs code on a thread whose new sockets belong to a machine.</summary>
    public T In<T>(string machine, Func<T> code)
    {
        T result = default!; // Assigned by the thread, or its failure is thrown.
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                using SafeFileHandle handle = File.OpenHandle($"/run/netns/{Full(machine)}");
                if (SetNamespace(handle, CloneNewNet) != 0)
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
                result = code();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result : throw new InvalidOperationException($"in {machine}: {failure.Message}", failure);
    }

    /// <summary>A server on all addresses of a machine that sends back what it receives.</summary>
    public void Echo(string machine, params int[] ports)
    {
        foreach (int port in ports)
        {
            Socket server = In(machine, () =>
            {
                Socket socket = new(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
                socket.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
                socket.Listen(512);
                return socket;
            });
            _sockets.Add(server);
            _ = AcceptAll(server);
        }
    }

    /// <summary>A connection from a machine, or null when none came about within the time.</summary>
    public Socket? Dial(string machine, IPEndPoint target, TimeSpan patience, int sourcePort = 0)
    {
        Socket socket = In(machine, () =>
        {
            Socket client = new(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            if (sourcePort != 0)
            {
                client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
                client.Bind(new IPEndPoint(target.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, sourcePort));
            }
            return client;
        });
        _sockets.Add(socket);
        socket.Blocking = false;
        try
        {
            socket.Connect(target);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.WouldBlock)
        {
            bool isDecided = socket.Poll(patience, SelectMode.SelectWrite);
            if (!isDecided || (int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)! != 0) // Always an int.
            {
                socket.Dispose();
                return null;
            }
        }
        socket.Blocking = true;
        return socket;
    }

    /// <summary>True when a byte sent on a connection comes back within the time.</summary>
    public static bool Answers(Socket socket, TimeSpan patience)
    {
        try
        {
            socket.Send([42]);
            return socket.Poll(patience, SelectMode.SelectRead) && socket.Receive(new byte[1]) == 1;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        foreach (IDisposable socket in _sockets)
            socket.Dispose();
        foreach (string name in _namespaces)
            NamespaceTools.TryRun("ip", null, "netns", "delete", name);
        _namespaces.Clear();
    }

    private string Full(string machine) => $"{_prefix}-{machine}";

    private string Add(string machine)
    {
        NamespaceTools.Run("ip", null, "netns", "add", Full(machine));
        _namespaces.Add(Full(machine));
        return Full(machine);
    }

    private static void Connect(string hub, string machine, int number, IPAddress[] addresses)
    {
        string port = string.Create(CultureInfo.InvariantCulture, $"port{number}");
        NamespaceTools.Run("ip", null, "-n", hub, "link", "add", "name", port, "type", "veth", "peer", "name", "eth0", "netns", machine);
        NamespaceTools.Run("ip", null, "-n", hub, "link", "set", "dev", port, "master", "br0", "up");
        foreach (IPAddress address in addresses)
        {
            string[] noDetection = address.AddressFamily == AddressFamily.InterNetworkV6 ? ["nodad"] : [];
            NamespaceTools.Run("ip", null, ["-n", machine, "address", "add", $"{address}/{(noDetection.Length > 0 ? 64 : 24)}", "dev", "eth0", .. noDetection]);
        }
        NamespaceTools.Run("ip", null, "-n", machine, "link", "set", "dev", "lo", "up");
        NamespaceTools.Run("ip", null, "-n", machine, "link", "set", "dev", "eth0", "up");
    }

    private static async Task AcceptAll(Socket server)
    {
        try
        {
            while (true)
                _ = EchoAll(await server.AcceptAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The lab was taken down.
        }
    }

    private static async Task EchoAll(Socket socket)
    {
        using Socket owned = socket;
        byte[] buffer = new byte[16];
        try
        {
            int length;
            while ((length = await socket.ReceiveAsync(buffer)) > 0)
                await socket.SendAsync(buffer.AsMemory(0, length));
        }
        catch (SocketException)
        {
            // The other side went away, which is what some tests want.
        }
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static extern int SetNamespace(SafeFileHandle descriptor, int kind);

    [GeneratedRegex(@"packets (\d+)")]
    private static partial Regex PacketsPattern();
}
