/**
 * Descriptions that kubectl v1.35 words otherwise than the v1.33 that the others were recorded from, by its source:
 * keys are sorted, service accounts no longer look for their secrets, ports have names, events say of which container
 * they are, Services say where they prefer to send traffic.
 */
export const SINCE_1_33: { readonly [id: string]: string } = {
	'configmaps/cm': `Name:         cm
Namespace:    default
Labels:       a=b
Annotations:  x: y

Data
====
a:
----
v

b.txt:
----
line1
line2


cr:
----
x\\r
y

tabs:
----
a       b
longer  c



BinaryData
====
bin: 4 bytes

Events:  <none>
`,
	'serviceaccounts/builder': `Name:                builder
Namespace:           default
Labels:              <none>
Annotations:         <none>
Image pull secrets:  a
                     b
Events:              <none>
`,
	'serviceaccounts/default': `Name:                default
Namespace:           default
Labels:              <none>
Annotations:         <none>
Image pull secrets:  <none>
Events:              <none>
`,
	'pods/named-ports': `Name:         named-ports
Namespace:    default
Node:         node03/172.30.3.2
Labels:       <none>
Annotations:  <none>
Status:       Running
IP:           
IPs:          <none>
Containers:
  web:
    Image:        nginx
    Ports:        80/TCP (http), 443/TCP (tls)
    Host Ports:   0/TCP (http), 8443/TCP (tls)
    Environment:  <none>
    Mounts:       <none>
Volumes:          <none>
QoS Class:        BestEffort
Node-Selectors:   <none>
Tolerations:      <none>
WorkloadRef:
  Name:                training
  PodGroup:            workers
  PodGroupReplicaKey:  key-1
Events:
  Type    Reason   Age   From     Message
  ----    ------   ----  ----     -------
  Normal  Started  11m   kubelet  spec.containers{web}: Container started
`,
	'services/near': `Name:                     near
Namespace:                default
Labels:                   <none>
Annotations:              <none>
Selector:                 <none>
Type:                     ClusterIP
IP Family Policy:         SingleStack
IP Families:              IPv4
IP:                       10.96.1.3
IPs:                      10.96.1.3
Port:                     <unset>  80/TCP
TargetPort:               80/TCP
Endpoints:                <none>
Session Affinity:         None
Internal Traffic Policy:  Cluster
Traffic Distribution:     PreferSameZone
Events:                   <none>
`,
};
