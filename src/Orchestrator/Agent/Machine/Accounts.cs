using System.Globalization;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Machine;

/// <summary>Users and groups of a machine, from /etc/passwd and /etc/group.</summary>
internal sealed class Accounts
{
    private readonly Dictionary<string, uint> _users;
    private readonly Dictionary<string, uint> _groups;
    private readonly Dictionary<uint, string> _userNames;
    private readonly Dictionary<uint, string> _groupNames;

    private Accounts(Dictionary<string, uint> users, Dictionary<string, uint> groups)
    {
        (_users, _groups) = (users, groups);
        _userNames = Turned(users);
        _groupNames = Turned(groups);
    }

    /// <summary>Reads both files; those that are missing are empty, but root is always there.</summary>
    public static Accounts Read(string userFile, string groupFile) => new(ReadFile(userFile), ReadFile(groupFile));

    /// <summary>The number of a user.</summary>
    public uint User(string name) => Number(_users, name, "user");

    /// <summary>The number of a group.</summary>
    public uint Group(string name) => Number(_groups, name, "group");

    /// <summary>The name of a user, or the number where it has none.</summary>
    public string UserName(uint number) => Name(_userNames, number);

    /// <summary>The name of a group, or the number where it has none.</summary>
    public string GroupName(uint number) => Name(_groupNames, number);

    private static uint Number(Dictionary<string, uint> numbers, string name, string kind) =>
        numbers.TryGetValue(name, out uint number)
            ? number
            : throw new MachineFailure(Refused.Types.Code.UnknownOwner, $"there is no {kind} {name} on this machine");

    private static string Name(Dictionary<uint, string> names, uint number) =>
        names.TryGetValue(number, out string? name) ? name : number.ToString(CultureInfo.InvariantCulture);

    private static Dictionary<string, uint> ReadFile(string path)
    {
        Dictionary<string, uint> numbers = new(StringComparer.Ordinal) { ["root"] = 0 };
        foreach (string line in File.Exists(path) ? File.ReadAllLines(path) : [])
        {
            string[] fields = line.Split(':');
            if (fields.Length > 2 && uint.TryParse(fields[2], CultureInfo.InvariantCulture, out uint number))
                numbers.TryAdd(fields[0], number);
        }

        return numbers;
    }

    private static Dictionary<uint, string> Turned(Dictionary<string, uint> numbers)
    {
        Dictionary<uint, string> names = [];
        // Several names for one number: root is root whatever else is called 0.
        foreach ((string name, uint number) in numbers.OrderBy(pair => pair.Key == "root" ? 0 : 1).ThenBy(pair => pair.Key, StringComparer.Ordinal))
            names.TryAdd(number, name);
        return names;
    }
}
