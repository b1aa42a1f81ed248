using PoolTopology.Primitives;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;
using PoolTopology.Topology.KernelRules;

namespace PoolTopology.Topology.Proof;

/// <summary>Turns a kernel's rule set into one diagram: from a header to what happens to it.</summary>
/// <remarks>
/// A chain is compiled from its last rule to its first: what a rule does not decide is what the rest of the chain
/// decides, and that is known by then. Cost: each rule once per call of its chain.
/// </remarks>
internal sealed class RuleCompiler(HeaderSpace space, KernelRuleSet rules, OutcomeTable outcomes)
{
    /// <summary>Chains that were compiled before, by what happens at their end: several rules may call one.</summary>
    private readonly Dictionary<(ChainName, int), int> _compiled = [];

    /// <summary>The hooks that a packet passes, in order.</summary>
    public static ValueList<KernelHook> HooksOf(PacketPath path) => path switch
    {
        PacketPath.Incoming => [KernelHook.Prerouting, KernelHook.Input],
        PacketPath.Outgoing => [KernelHook.Output, KernelHook.Postrouting],
        _ => [KernelHook.Prerouting, KernelHook.Forward, KernelHook.Postrouting],
    };

    /// <summary>Every set of values that the rules ask about, in a family.</summary>
    public static IEnumerable<(HeaderField Field, FieldSet Values)> Distinctions(KernelRuleSet rules, IpFamily family) =>
        rules.Chains.SelectMany(chain => chain.Rules).SelectMany(rule => rule.Expressions)
            .SelectMany(expression => expression switch
            {
                KernelExpression.Condition condition => Of(condition.Keys, [condition.Values], family),
                KernelExpression.DecideBy decide => Of(decide.Keys, decide.Entries.Select(entry => entry.Values), family),
                KernelExpression.MayMatch may => Of(may.Keys, [], family),
                _ => [],
            });

    /// <summary>What happens to each header on a path.</summary>
    public int Compile(PacketPath path)
    {
        int result = outcomes.Result(new Outcome(Decision.NoChain, null));
        foreach (KernelHook hook in HooksOf(path))
        {
            foreach (KernelChain chain in BaseChains(hook))
            {
                int policy = PolicyOf(chain);
                result = space.Diagrams.Combine(result, CompileChain(chain, policy, 0), outcomes.Then);
            }
        }
        return result;
    }

    private IEnumerable<KernelChain> BaseChains(KernelHook hook) => rules.Chains
        .Where(chain => chain.Base?.Hook == hook && Sees(chain.Name.Family))
        .OrderBy(chain => chain.Base?.Priority);

    private bool Sees(TableFamily family) => family switch
    {
        TableFamily.Ip => space.Family == IpFamily.V4,
        TableFamily.Ip6 => space.Family == IpFamily.V6,
        _ => true,
    };

    private int PolicyOf(KernelChain chain)
    {
        Decision policy = Decision.OfPolicy(chain);
        return outcomes.Result(chain.Base is { IsOpen: false } ? new Outcome(null, policy) : new Outcome(policy, null));
    }

    /// <param name="chain">The chain.</param>
    /// <param name="end">What happens to packets that come to its end.</param>
    /// <param name="depth">How many chains called each other to come here.</param>
    private int CompileChain(KernelChain chain, int end, int depth)
    {
        Invariant.Require(depth <= KernelRuleSet.DeepestCall, "the reader refuses deeper calls");
        if (_compiled.TryGetValue((chain.Name, end), out int known))
            return known;
        int result = end;
        for (int i = chain.Rules.Count - 1; i >= 0; i--)
            result = CompileRule(new RuleContext(chain.Rules[i], result, end, depth), 0);
        return _compiled[(chain.Name, end)] = result;
    }

    private int CompileRule(in RuleContext context, int index)
    {
        if (index == context.Rule.Expressions.Count)
            return context.Next;
        switch (context.Rule.Expressions[index])
        {
            case KernelExpression.Decide decide:
                return Apply(context, decide.Verdict);
            case KernelExpression.OfFamily families:
                bool isOurs = space.Family == IpFamily.V4 ? families.V4 : families.V6;
                return isOurs ? CompileRule(context, index + 1) : context.Next;
            case KernelExpression.Condition condition:
                (int certain, int possible) = Region(condition);
                return Split(certain, possible, CompileRule(context, index + 1), context.Next);
            case KernelExpression.MayMatch may:
                return Split(DiagramStore.No, Having(may.Keys), CompileRule(context, index + 1), context.Next);
            case KernelExpression.DecideBy decide:
                int result = context.Next;
                foreach (VerdictEntry entry in decide.Entries)
                {
                    (int always, int perhaps) = Region(decide.Keys, entry.Values);
                    result = Split(always, perhaps, Apply(context, entry.Verdict), result);
                }
                return result;
            default:
                return CompileRule(context, index + 1);
        }
    }

    private int Apply(in RuleContext context, KernelVerdict verdict) => verdict switch
    {
        KernelVerdict.Accept => outcomes.Result(new Outcome(Decision.Of(context.Rule), null)),
        KernelVerdict.Drop => outcomes.Result(new Outcome(null, Decision.Of(context.Rule))),
        KernelVerdict.GoBack => context.End,
        KernelVerdict.Jump jump => CompileChain(Target(context, jump.Chain), context.Next, context.Depth + 1),
        KernelVerdict.JumpForGood jump => CompileChain(Target(context, jump.Chain), context.End, context.Depth + 1),
        _ => context.Next,
    };

    private KernelChain Target(in RuleContext context, string name)
    {
        ChainName target = context.Rule.Chain with { Chain = name };
        return rules.Find(target) ?? throw new InvariantException($"the reader refuses calls of {target}, which is not there");
    }

    /// <summary>Where matching is certain the one, where it is possible either of them, elsewhere the other.</summary>
    private int Split(int certain, int possible, int matched, int next)
    {
        DiagramStore diagrams = space.Diagrams;
        if (certain == possible)
            return diagrams.Choose(certain, matched, next);
        int either = diagrams.Combine(matched, next, outcomes.Or);
        return diagrams.Choose(certain, matched, diagrams.Choose(possible, either, next));
    }

    private (int Certain, int Possible) Region(KernelExpression.Condition condition)
    {
        (int certain, int possible) = Region(condition.Keys, condition.Values);
        if (!condition.IsNegated)
            return (certain, possible);
        DiagramStore diagrams = space.Diagrams;
        int having = Having(condition.Keys);
        return (diagrams.And(having, diagrams.Not(possible)), diagrams.And(having, diagrams.Not(certain)));
    }

    private (int Certain, int Possible) Region(ValueList<FieldKey> keys, ValueSet values)
    {
        int having = Having(keys);
        if (having == DiagramStore.No)
            return (DiagramStore.No, DiagramStore.No);
        int certain = space.Diagrams.And(having, AnyOf(keys, values.Certain));
        if (ReferenceEquals(values.Certain, values.Possible))
            return (certain, certain);
        return (certain, values.Possible is { } boxes ? space.Diagrams.And(having, AnyOf(keys, boxes)) : having);
    }

    private int AnyOf(ValueList<FieldKey> keys, ValueList<ValueBox> boxes)
    {
        int any = DiagramStore.No;
        foreach (ValueBox box in boxes)
        {
            int one = DiagramStore.Yes;
            for (int i = 0; i < keys.Count; i++)
                one = space.Diagrams.And(one, space.Where(keys[i].Field, box.Fields[i]));
            any = space.Diagrams.Or(any, one);
        }
        return any;
    }

    /// <summary>The headers that have all of these fields: a rule that asks for another one does not match.</summary>
    private int Having(ValueList<FieldKey> keys)
    {
        int having = DiagramStore.Yes;
        foreach (FieldKey key in keys)
        {
            if (key.Family is { } family && family != space.Family)
                return DiagramStore.No;
            if (key.Protocols is { } protocols)
                having = space.Diagrams.And(having, space.Where(HeaderField.Protocol, protocols));
            if (key.Flows is { } flows)
                having = space.Diagrams.And(having, space.Where(HeaderField.State, flows));
        }
        return having;
    }

    private static IEnumerable<(HeaderField, FieldSet)> Of(
        ValueList<FieldKey> keys, IEnumerable<ValueSet> sets, IpFamily family)
    {
        if (keys.Any(key => key.Family is { } only && only != family))
            yield break;
        foreach (FieldKey key in keys)
        {
            if (key.Protocols is { } protocols)
                yield return (HeaderField.Protocol, protocols);
            if (key.Flows is { } flows)
                yield return (HeaderField.State, flows);
        }
        foreach (ValueSet set in sets)
        {
            foreach (ValueBox box in set.Certain.Concat(set.Possible ?? []))
            {
                for (int i = 0; i < keys.Count; i++)
                    yield return (keys[i].Field, box.Fields[i]);
            }
        }
    }

    /// <param name="Rule">The rule that is compiled.</param>
    /// <param name="Next">What happens to packets that it does not decide.</param>
    /// <param name="End">What happens to packets that leave its chain.</param>
    /// <param name="Depth">How many chains called each other to come here.</param>
    private readonly record struct RuleContext(KernelRule Rule, int Next, int End, int Depth);
}
