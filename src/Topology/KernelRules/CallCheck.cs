namespace PoolTopology.Topology.KernelRules;

/// <summary>Follows the calls from chain to chain: each must lead somewhere, none in a circle or too deep.</summary>
internal sealed class CallCheck
{
    private readonly Dictionary<ChainName, KernelChain> _chains = [];
    private readonly Dictionary<ChainName, int> _depths = [];
    private readonly List<NotUnderstood> _errors = [];

    private CallCheck(IEnumerable<KernelChain> chains)
    {
        foreach (KernelChain chain in chains)
        {
            if (!_chains.TryAdd(chain.Name, chain))
                _errors.Add(new NotUnderstood(chain.Name.ToString(), "the chain is listed twice"));
        }
    }

    /// <summary>What is wrong with the calls of these chains.</summary>
    public static IReadOnlyList<NotUnderstood> Of(IEnumerable<KernelChain> chains)
    {
        CallCheck check = new(chains);
        foreach (KernelChain chain in check._chains.Values)
            check.DepthOf(chain, 0);
        return check._errors;
    }

    /// <summary>The chains called by a rule.</summary>
    private static IEnumerable<string> CalledBy(KernelRule rule) => rule.Expressions
        .SelectMany(expression => expression switch
        {
            KernelExpression.Decide decide => [decide.Verdict],
            KernelExpression.DecideBy decide => decide.Entries.Select(entry => entry.Verdict),
            _ => [],
        })
        .Select(verdict => verdict switch
        {
            KernelVerdict.Jump jump => jump.Chain,
            KernelVerdict.JumpForGood jump => jump.Chain,
            _ => null,
        })
        .OfType<string>();

    /// <summary>How many calls can follow each other from a chain on.</summary>
    private int DepthOf(KernelChain chain, int above)
    {
        if (_depths.TryGetValue(chain.Name, out int known))
            return known;
        if (above > KernelRuleSet.DeepestCall)
        {
            _errors.Add(new NotUnderstood(chain.Name.ToString(), "chains call each other in a circle or too deep"));
            return _depths[chain.Name] = 0;
        }
        int depth = 0;
        foreach (KernelRule rule in chain.Rules)
        {
            foreach (string called in CalledBy(rule))
            {
                if (_chains.TryGetValue(chain.Name with { Chain = called }, out KernelChain? target))
                    depth = Math.Max(depth, 1 + DepthOf(target, above + 1));
                else
                    _errors.Add(new NotUnderstood($"{chain.Name} handle {rule.Handle}", $"it calls {called}, which is not listed"));
            }
        }
        if (depth > KernelRuleSet.DeepestCall)
            _errors.Add(new NotUnderstood(chain.Name.ToString(), "chains call each other too deep"));
        return _depths[chain.Name] = depth;
    }
}
