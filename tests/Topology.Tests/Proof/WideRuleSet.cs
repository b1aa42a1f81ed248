namespace PoolTopology.Topology.Tests.Proof;

/// <summary>A rule set with every construct that the reader covers, in tables of three families.</summary>
internal static class WideRuleSet
{
    public const string Text = """
        table ip first {
          chain early {
            type filter hook prerouting priority raw; policy accept;
            ip saddr 203.0.113.0/28 tcp dport 1-1000 drop
            ip ttl < 3 drop
          }
        }
        table ip6 first {
          chain early {
            type filter hook input priority -10; policy accept;
            ip6 hoplimit != 255 icmpv6 type 128-136 drop
            ip6 saddr fe80::/10 accept
          }
        }
        table inet wide {
          counter seen { }
          set ranges {
            type ipv4_addr
            flags interval
            elements = { 10.0.0.1-10.0.0.9, 192.0.2.0/24, 203.0.113.11 }
          }
          set passing {
            type ipv4_addr
            flags timeout
            elements = { 203.0.113.11 timeout 10m, 198.51.100.12 }
          }
          set pairs {
            type ipv4_addr . inet_service
            flags interval
            elements = { 203.0.113.0/24 . 3000-3005, 198.51.100.12 . 22 }
          }
          set services {
            type inet_proto . inet_service
            elements = { tcp . 22, udp . 53, tcp . 3002 }
          }
          set watched {
            type ipv4_addr
            flags dynamic,timeout
            timeout 1m
          }
          map by_port {
            type inet_service : verdict
            elements = { 22 : accept, 80 : jump sub, 3001 : drop }
          }
          chain sub {
            ip saddr @ranges return
            tcp flags syn / syn,ack accept
            meta nfproto ipv6 goto other
            counter drop
          }
          chain other {
            tcp dport >= 1024 accept
            tcp dport < 80 reject
          }
          chain input {
            type filter hook input priority filter; policy drop;
            iifname "eth*" tcp flags & (fin|syn|rst|ack) == fin drop
            iif != lo ct state vmap { invalid : drop, established : accept }
            ct state != established,related ip saddr @passing tcp dport 443 accept
            ct state related,untracked counter name "seen" accept
            ct direction original ct state { new } udp dport { 53, 100-200 } accept
            ct direction != original tcp sport 3001-3003 accept
            ip saddr @watched drop
            update @watched { ip saddr limit rate 5/second } tcp dport 123 accept
            ip saddr . tcp dport @pairs accept
            ip saddr . tcp sport != { 203.0.113.11 . 22, 198.51.100.12 . 3002 } tcp dport 12799 drop
            meta l4proto . th dport @services accept
            meta l4proto { tcp, sctp } th sport 3001 jump sub
            tcp dport vmap @by_port
            tcp dport vmap { 12798 : goto other, 12700-12750 : jump sub }
            icmp type { echo-request, echo-reply } icmp code 0-2 limit rate 5/second accept
            icmpv6 type != echo-request ip6 daddr 2001:db8::/32 accept
            ip protocol tcp ct count over 5 reject with tcp reset
            ip daddr != 192.0.2.0/24 tcp dport != { 22, 80-90 } accept
            ip saddr & 255.255.0.0 == 203.0.0.0 accept
            log prefix "left"
          }
          chain forward {
            type filter hook forward priority filter; policy accept;
            iifname { "eth0", "wg0" } oifname != "eth1" drop
            quota over 10 mbytes drop
          }
          chain output {
            type filter hook output priority filter; policy accept;
            oif lo accept
            oifname "eth0" goto sub
            tcp dport 3001 return
            meta l4proto ipv6-icmp drop
          }
        }

        """;
}
