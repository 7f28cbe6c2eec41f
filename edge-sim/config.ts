/** What the edge node's parts need to know to start. What is absent is off. */
export interface EdgeConfig {
  host: string;
  port: number;
  /** Where rooms and keys are kept. */
  dataFolder: string;
  /** The built pages. */
  pagesFolder: string;
  hosts: string[];
  origins: string[];
  metricsToken: string | null;
  secret: string | null;
  /** What this node is called. */
  name?: string;
  /** The TCP port for telnet; `null`: none. */
  telnetPort?: number | null;
  /** The UDP port for datagrams; `null`: none. */
  udpPort?: number | null;
  /** Whether the LAN is told of this node by name. */
  mdns?: boolean;
  /** Where those on telnet and UDP find their worlds: another server's origin; `null`: here. */
  uplink?: string | null;
  /** What this node shows there, so that its realms are listed and heard; `null`: they are not. */
  uplinkToken?: string | null;
  /** What other nodes show to have their uplinks taken here, as `uplinkToken` of `ApiConfig` says it; `null`: none are. */
  nodeTokens?: string | null;
}
