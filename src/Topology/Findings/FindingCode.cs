namespace PoolTopology.Topology.Findings;

/// <summary>The stable names of all findings about a topology.yaml.</summary>
/// <remarks>
/// TY: the file does not read as version 1. PT0xx: rules about safe stake pools that other tools share the numbers
/// of. PT1xx: rules of this file's own vocabulary. A code is never given a second meaning.
/// </remarks>
public static class FindingCode
{
    /// <summary>The file cannot be read, is empty, too large, or not UTF-8.</summary>
    public const string Unreadable = "TY001";

    /// <summary>Not YAML: the parser gave up at this place.</summary>
    public const string Syntax = "TY002";

    /// <summary>YAML that this format leaves out: anchors, aliases, tags, several documents, deep nesting.</summary>
    public const string UnsupportedYaml = "TY003";

    /// <summary>A key that this format does not have.</summary>
    public const string UnknownKey = "TY004";

    /// <summary>The same key twice in one mapping.</summary>
    public const string DuplicateKey = "TY005";

    /// <summary>A required key is absent.</summary>
    public const string MissingKey = "TY006";

    /// <summary>A mapping, list, number, text or truth value where another was expected.</summary>
    public const string WrongType = "TY007";

    /// <summary>The right type, and a value that is not one of the allowed.</summary>
    public const string BadValue = "TY008";

    /// <summary>A version of the format that this program does not know.</summary>
    public const string WrongVersion = "TY009";

    /// <summary>More findings than are listed.</summary>
    public const string TooMany = "TY010";

    /// <summary>A producer could be reached by something that is not a member of the pool.</summary>
    public const string ProducerExposed = "PT001";

    /// <summary>A producer's address would be told to strangers.</summary>
    public const string ProducerAdvertised = "PT002";

    /// <summary>A producer would take peers from the ledger.</summary>
    public const string ProducerLedgerPeers = "PT003";

    /// <summary>A producer would dial bootstrap peers.</summary>
    public const string ProducerBootstrap = "PT004";

    /// <summary>A producer would share peers.</summary>
    public const string ProducerPeerSharing = "PT005";

    /// <summary>Fewer hot peers wanted than listed.</summary>
    public const string HotValency = "PT006";

    /// <summary>Fewer warm peers wanted than hot ones.</summary>
    public const string WarmValency = "PT007";

    /// <summary>One peer appears in two groups of a node's peers.</summary>
    public const string OverlappingPeers = "PT008";

    /// <summary>A node that starts from nothing has no trusted peer to ask.</summary>
    public const string NoTrustedSource = "PT009";

    /// <summary>One relay only, or all relays in one failure domain.</summary>
    public const string RelayDiversity = "PT010";

    /// <summary>Somebody else's node would be believed without checking.</summary>
    public const string TrustedPartner = "PT011";

    /// <summary>Two hosts claim the same hot keys as active.</summary>
    public const string TwoActiveProducers = "PT013";

    /// <summary>A key that belongs offline is named on a machine.</summary>
    public const string ColdKeyOnline = "PT014";

    /// <summary>Others than its owner may use a hot key.</summary>
    public const string KeyOpen = "PT015";

    /// <summary>Everybody may read the VRF key: cardano-node refuses to start.</summary>
    public const string VrfKeyOpen = "PT016";

    /// <summary>Metrics readable from anywhere.</summary>
    public const string MetricsExposed = "PT022";

    /// <summary>Port 6000 on a public relay.</summary>
    public const string ScannedPort = "PT023";

    /// <summary>Targets of known, established and active peers that contradict each other.</summary>
    public const string PeerTargets = "PT024";

    /// <summary>More local roots than a node keeps known peers.</summary>
    public const string TooManyLocalRoots = "PT025";

    /// <summary>A node is stopped too roughly or too soon.</summary>
    public const string UncleanStop = "PT026";

    /// <summary>A producer shares its machine with a relay.</summary>
    public const string ProducerBesideRelay = "PT028";

    /// <summary>Every trusted bootstrap source is a DNS name.</summary>
    public const string DnsOnlyBootstrap = "PT029";

    /// <summary>Nodes of one pool differ in what must be the same.</summary>
    public const string FleetDiffers = "PT030";

    /// <summary>A genesis file is not the one that config.json declares.</summary>
    public const string GenesisHash = "PT031";

    /// <summary>A name that refers to nothing in the file.</summary>
    public const string DanglingReference = "PT101";

    /// <summary>A producer that no relay stands in front of.</summary>
    public const string ProducerWithoutRelay = "PT102";

    /// <summary>No producer, or only standbys.</summary>
    public const string NoActiveProducer = "PT103";

    /// <summary>Two services on the same address and port.</summary>
    public const string DuplicateEndPoint = "PT104";

    /// <summary>Two nodes with the same name.</summary>
    public const string DuplicateName = "PT105";

    /// <summary>Two machines with the same address.</summary>
    public const string DuplicateAddress = "PT106";

    /// <summary>A partner or bootstrap peer that is one of the pool's own machines.</summary>
    public const string PartnerIsOwnNode = "PT107";

    /// <summary>An observer on a machine of the pool.</summary>
    public const string ObserverInsidePool = "PT108";

    /// <summary>A loopback address outside a devnet.</summary>
    public const string LoopbackAddress = "PT109";

    /// <summary>A relay of a public network that the public cannot reach.</summary>
    public const string PrivateRelayAddress = "PT110";

    /// <summary>Producer and relay that share no address family.</summary>
    public const string AddressFamilies = "PT111";

    /// <summary>Nobody may manage the machines once the firewall is up.</summary>
    public const string ManagementLockout = "PT112";

    /// <summary>The producer may not ask any time server.</summary>
    public const string NoTimeSource = "PT113";

    /// <summary>Times of the rollout that contradict each other.</summary>
    public const string RolloutTimes = "PT114";

    /// <summary>Devnet parameters without a devnet, or that no chain can run on.</summary>
    public const string DevnetParameters = "PT115";

    /// <summary>A machine that runs nothing.</summary>
    public const string UnusedMachine = "PT116";

    /// <summary>Two relays that publish the same address and port.</summary>
    public const string DuplicatePublicAddress = "PT117";

    /// <summary>The same peer or network listed twice.</summary>
    public const string RepeatedEntry = "PT118";

    /// <summary>A standby on the machine of the active producer.</summary>
    public const string StandbyBesideProducer = "PT119";

    /// <summary>A standby would forge.</summary>
    public const string StandbyForges = "PT120";

    /// <summary>One batch of a rollout takes all relays down.</summary>
    public const string BatchTakesAll = "PT121";

    /// <summary>An alert that a healthy network sets off.</summary>
    public const string AlertOnHealth = "PT122";

    /// <summary>A derived file that the node could not read.</summary>
    public const string BrokenFile = "PT123";

    /// <summary>An orchestrator on a machine of the pool, whose firewall would refuse the other nodes.</summary>
    public const string OrchestratorOnMachine = "PT124";
}
