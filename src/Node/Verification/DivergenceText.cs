using System.Collections;
using System.Globalization;
using System.Reflection;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Node.Verification;

/// <summary>Puts failures into words: the innermost refusal's name, what it expected and found, all its numbers.</summary>
/// <remarks>
/// Refusals are records whose members are named for what they hold; of a member's name it follows whether it is what the
/// rule asks for. A refusal that only says what it found leaves <c>Expected</c> with the rule's name.
/// </remarks>
internal static class DivergenceText
{
    private const int ListedItemsMax = 4;

    // How members that say what a rule asks for are called, or begin.
    private static readonly string[] ExpectedWords =
    [
        "Expected", "Required", "Registered", "Min", "Max", "Limit", "Allowed", "Quorum", "Horizon", "Threshold",
        "InForce", "TimeToLive", "TooLateFrom", "Last", "Start", "Consumed",
    ];

    // Members that say so if no other does: of a fee that is declared, the rule asks for a minimum.
    private static readonly string[] ExpectedOtherwise = ["Declared", "Balance"];

    // How members that say what there is are called, or begin; without any, all that are not expected say it.
    private static readonly string[] FoundWords =
        ["Found", "Actual", "Supplied", "Provided", "Current", "Computed", "Proposed", "Produced", "Held", "Available"];

    public static Divergence Of(VerificationFailure failure) => failure switch
    {
        VerificationFailure.Damaged damaged => Describe(DivergenceKind.Storage, damaged.Block, damaged.Finding),
        VerificationFailure.Malformed malformed => OfMalformed(malformed.Block, malformed.Error),
        VerificationFailure.Refused refused => Describe(DivergenceKind.Rule, refused.Block, refused.Error),
        _ => throw new ArgumentOutOfRangeException(nameof(failure)),
    };

    private static Divergence OfMalformed(BlockMark block, CborException error) => new(
        DivergenceKind.Decoding, block.Point, block.BlockNo, "Malformed", error.Expected, error.Found,
        [new("OffsetBytes", error.Offset.ToString(CultureInfo.InvariantCulture))]);

    private static Divergence Describe(DivergenceKind kind, BlockMark block, object refusal)
    {
        List<KeyValuePair<string, string>> numbers = [];
        object innermost = Collect(refusal, numbers);
        string rule = innermost.GetType().Name;
        List<KeyValuePair<string, string>> expected = numbers.FindAll(number => IsExpected(number.Key));
        if (expected.Count == 0)
            expected = numbers.FindAll(number => IsAny(number.Key, ExpectedOtherwise));
        List<KeyValuePair<string, string>> found = numbers.FindAll(number => IsAny(number.Key, FoundWords));
        if (found.Count == 0)
            found = numbers.FindAll(number => !expected.Contains(number));
        return new Divergence(
            kind, block.Point, block.BlockNo, rule,
            expected.Count > 0 ? Join(expected) : $"no {rule}", found.Count > 0 ? Join(found) : rule, numbers);
    }

    /// <summary>Reads a refusal's members, and those of the refusal that it wraps.</summary>
    /// <returns>The innermost refusal.</returns>
    private static object Collect(object refusal, List<KeyValuePair<string, string>> numbers)
    {
        object innermost = refusal;
        foreach (PropertyInfo member in refusal.GetType().GetProperties())
        {
            if (member.GetIndexParameters().Length > 0)
                continue;
            object? value = member.GetValue(refusal);
            if (value is not null && IsRefusal(value.GetType()))
                innermost = Collect(value, numbers);
            else if (value is not null)
                numbers.Add(new(NameIn(numbers, refusal, member), TextOf(value)));
        }
        return innermost;
    }

    /// <summary>The member's name; the refusal's before it where an outer refusal has a member of that name.</summary>
    private static string NameIn(List<KeyValuePair<string, string>> numbers, object refusal, PropertyInfo member) =>
        numbers.Exists(number => number.Key == member.Name) ? refusal.GetType().Name + member.Name : member.Name;

    private static bool IsRefusal(Type type) =>
        type.BaseType is { IsAbstract: true } parent && parent.Name.EndsWith("Error", StringComparison.Ordinal);

    private static bool IsExpected(string name) =>
        IsAny(name, ExpectedWords) || name.EndsWith("Max", StringComparison.Ordinal) || name is "From" or "To";

    private static bool IsAny(string name, string[] words) =>
        words.Any(word => name.StartsWith(word, StringComparison.Ordinal));

    private static string Join(IEnumerable<KeyValuePair<string, string>> numbers) =>
        string.Join(", ", numbers.Select(number => $"{number.Key} {number.Value}"));

    private static string TextOf(object value) => value switch
    {
        string text => text,
        ReadOnlyMemory<byte> bytes => Convert.ToHexStringLower(bytes.Span),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        IEnumerable items => ListOf([.. items.Cast<object>().Take(ListedItemsMax + 1)]),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string ListOf(List<object> items) => items.Count > ListedItemsMax
        ? string.Join(", ", items.Take(ListedItemsMax).Select(TextOf)) + ", …"
        : string.Join(", ", items.Select(TextOf));
}
