namespace PoolTopology.Topology.Shapes;

/// <summary>One key of a section.</summary>
/// <param name="Name">As written in the file.</param>
/// <param name="ValueShape">What may stand behind it.</param>
/// <param name="IsRequired">True when its absence is an error.</param>
/// <param name="Description">One sentence for the schema and for hints.</param>
/// <param name="DefaultText">The default as it would be written in YAML, or null.</param>
internal abstract record Key(
    string Name, Shape ValueShape, bool IsRequired, string Description, string? DefaultText);

/// <summary>One key of a section that reads into a type.</summary>
internal sealed record Key<T>(
    string Name, Shape<T> TypedShape, bool IsRequired, string Description, string? DefaultText, T Default)
    : Key(Name, TypedShape, IsRequired, Description, DefaultText)
{
    /// <summary>A key that must be there.</summary>
    public static Key<T> Required(string name, Shape<T> shape, string description) =>
        new(name, shape, IsRequired: true, description, null, shape.Placeholder);

    /// <summary>A key that may be left out.</summary>
    /// <param name="name">As written in the file.</param>
    /// <param name="shape">What may stand behind it.</param>
    /// <param name="description">One sentence.</param>
    /// <param name="fallback">The value when it is left out.</param>
    /// <param name="defaultText">That value in YAML, or null when absence is its own meaning.</param>
    public static Key<T> Optional(
        string name, Shape<T> shape, string description, T fallback, string? defaultText = null) =>
        new(name, shape, IsRequired: false, description, defaultText, fallback);
}
