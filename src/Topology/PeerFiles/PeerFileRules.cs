using PoolTopology.Topology.Yaml;

namespace PoolTopology.Topology.PeerFiles;

/// <summary>What a topology.json must satisfy beyond its shape.</summary>
internal static class PeerFileRules
{
    public static void Check(PeerFile file, List<PeerFileError> errors)
    {
        Dictionary<AccessPoint, int> firstGroup = [];
        for (int i = 0; i < file.LocalRoots.Count; i++)
        {
            LocalRootGroup group = file.LocalRoots[i];
            string path = YamlPath.Index("localRoots", i);
            if (group.WarmValency < group.HotValency)
            {
                errors.Add(new PeerFileError(
                    $"{path}.warmValency", $"{group.WarmValency} is less than hotValency {group.HotValency}"));
            }
            foreach (AccessPoint point in group.AccessPoints)
            {
                if (!firstGroup.TryAdd(point, i) && firstGroup[point] != i)
                {
                    errors.Add(new PeerFileError(
                        $"{path}.accessPoints",
                        $"{point} is also in localRoots[{firstGroup[point]}]; groups must not overlap"));
                }
            }
        }
    }
}
