using PoolTopology.Primitives.Collections;
using Xunit;

namespace PoolTopology.Primitives.Tests.Collections;

public class PersistentMapTests
{
    /// <summary>A key whose hash code a test chooses: collisions on purpose.</summary>
    private readonly record struct Key(int Number, int Hash)
    {
        public override int GetHashCode() => Hash;
    }

    public static TheoryData<int, int> Seeds()
    {
        // The second number: how many different hash codes there are; 1 makes every key collide.
        TheoryData<int, int> data = [];
        foreach (int hashes in (int[])[1, 2, 33, 1000, int.MaxValue])
            for (int seed = 1; seed <= 4; seed++)
                data.Add(seed, hashes);
        return data;
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Random_changes_agree_with_a_dictionary_and_old_versions_stay(int seed, int hashes)
    {
        Random random = new(seed);
        PersistentMap<Key, int> map = PersistentMap<Key, int>.Empty;
        Dictionary<Key, int> model = [];
        List<(PersistentMap<Key, int> Map, Dictionary<Key, int> Model)> versions = [];
        for (int step = 0; step < 2000; step++)
        {
            Key key = NextKey(random, hashes);
            if (random.Next(3) > 0)
            {
                map = map.Set(key, step);
                model[key] = step;
            }
            else
            {
                map = map.Remove(key);
                model.Remove(key);
            }
            if (step % 200 == 0)
                versions.Add((map, new Dictionary<Key, int>(model)));
        }
        versions.Add((map, model));
        foreach ((PersistentMap<Key, int> then, Dictionary<Key, int> thenModel) in versions)
            AssertSame(thenModel, then);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_builder_agrees_with_a_dictionary_and_what_it_gave_out_stays(int seed, int hashes)
    {
        Random random = new(seed);
        PersistentMap<Key, int> start = PersistentMap<Key, int>.Empty;
        Dictionary<Key, int> model = [];
        for (int i = 0; i < 200; i++)
        {
            Key key = NextKey(random, hashes);
            start = start.Set(key, -i);
            model[key] = -i;
        }
        List<(PersistentMap<Key, int> Map, Dictionary<Key, int> Model)> versions = [(start, new(model))];
        PersistentMapBuilder<Key, int> builder = start.ToBuilder();
        for (int step = 0; step < 3000; step++)
        {
            Key key = NextKey(random, hashes);
            if (random.Next(2) > 0)
            {
                builder.Set(key, step);
                model[key] = step;
            }
            else
                Assert.Equal(model.Remove(key), builder.Remove(key));
            Assert.Equal(model.Count, builder.Count);
            Assert.Equal(model.TryGetValue(key, out int expected), builder.TryFind(key, out int found));
            Assert.Equal(expected, found);
            if (random.Next(100) == 0)
                versions.Add((builder.ToMap(), new(model)));
        }
        versions.Add((builder.ToMap(), model));
        foreach ((PersistentMap<Key, int> then, Dictionary<Key, int> thenModel) in versions)
            AssertSame(thenModel, then);
    }

    [Fact]
    public void Removing_everything_leaves_the_shape_of_the_empty_map()
    {
        PersistentMap<Key, int> map = PersistentMap<Key, int>.Empty;
        for (int i = 0; i < 5000; i++)
            map = map.Set(new Key(i, i * 7919), i);
        for (int i = 0; i < 5000; i++)
            map = map.Remove(new Key(i, i * 7919));
        Assert.True(map.IsEmpty);
        Assert.Empty(map);
        Assert.False(map.Contains(new Key(1, 7919)));
    }

    [Fact]
    public void Changes_that_change_nothing_keep_the_map()
    {
        PersistentMap<Key, int> map = PersistentMap<Key, int>.Empty.Set(new Key(1, 1), 1);
        Assert.Same(map, map.Remove(new Key(2, 1)));
        Assert.Same(map, map.Remove(new Key(2, 2)));
        PersistentMapBuilder<Key, int> builder = map.ToBuilder();
        Assert.False(builder.Remove(new Key(3, 1)));
        Assert.Same(map, builder.ToMap());
        Assert.Equal(7, map.Find(new Key(3, 1), absent: 7));
    }

    private static Key NextKey(Random random, int hashes)
    {
        int number = random.Next(400);
        // Hashes that differ only in high bits reach the deepest levels.
        int hash = (int)((uint)(number % hashes) * 0x9E3779B1u);
        return new Key(number, hashes == 33 ? hash & unchecked((int)0xC0000000) : hash);
    }

    private static void AssertSame(Dictionary<Key, int> expected, PersistentMap<Key, int> found)
    {
        Assert.Equal(expected.Count, found.Count);
        Dictionary<Key, int> entries = [];
        foreach (KeyValuePair<Key, int> entry in found)
            entries.Add(entry.Key, entry.Value);
        Assert.Equal(expected.Count, entries.Count);
        foreach (KeyValuePair<Key, int> entry in expected)
        {
            Assert.Equal(entry.Value, entries[entry.Key]);
            Assert.True(found.TryFind(entry.Key, out int value));
            Assert.Equal(entry.Value, value);
        }
        Assert.Equal(expected.Count, found.Keys.Count());
        Assert.Equal(expected.Values.Order(), found.Values.Order());
    }
}
