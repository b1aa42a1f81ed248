using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PoolTopology.Topology.Deployment;

/// <summary>One number for everything that a machine should be: equal digests, equal bytes.</summary>
public static class MachineDigest
{
    /// <summary>SHA-256 over paths, modes, owners and contents of all files and over the services, in lower-case
    /// hexadecimal.</summary>
    public static string Of(DesiredMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        StringBuilder text = new();
        foreach (DerivedFile file in machine.Files)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{file.Path}\n{(int)file.Mode} {file.Owner} {file.Group} {file.Content.Sha256}\n");
        }
        foreach (DesiredUnit unit in machine.Units)
            text.Append(CultureInfo.InvariantCulture, $"{unit.Name} {unit.IsEnabled} {unit.IsActive}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
