# One server block for all, full names, and CoreDNS reads the change by itself.
kubectl patch deployment web -n front --type=json \
  -p '[{"op":"replace","path":"/spec/template/spec/containers/0/env/0/value","value":"http://api.shop.svc.cluster.local:80/"}]'
kubectl create service clusterip db -n data --clusterip=None --tcp=6379 --dry-run=client -o yaml | sed 's/name: "6379"/name: redis/' | kubectl apply -f -
kubectl patch daemonset agent -n ops --type=json \
  -p '[{"op":"add","path":"/spec/template/spec/dnsPolicy","value":"None"},{"op":"add","path":"/spec/template/spec/dnsConfig","value":{"nameservers":["10.96.0.10"],"searches":["svc.cluster.local"]}}]'
kubectl get configmap coredns -n kube-system -o yaml |
  sed 's|^\( *\)forward . 192.0.2.53 {|\1forward corp.internal 10.96.0.53\n\1forward . /etc/resolv.conf {|' | kubectl apply -f -
kubectl rollout status deployment/web -n front --timeout=180s
kubectl rollout status daemonset/agent -n ops --timeout=180s
sleep 180
