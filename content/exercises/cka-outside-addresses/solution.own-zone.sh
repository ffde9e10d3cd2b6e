# Endpoints, which the cluster mirrors into a slice; and a server block of its own for the zone.
kubectl create service clusterip @{service} -n @{namespace} --tcp=80:@{port}
kubectl patch service @{service} -n @{namespace} --type=json -p '[{"op": "remove", "path": "/spec/selector"}, {"op": "replace", "path": "/spec/ports", "value": [{"port": 80, "targetPort": @{port}}]}, {"op": "replace", "path": "/spec/sessionAffinity", "value": "ClientIP"}, {"op": "add", "path": "/spec/sessionAffinityConfig", "value": {"clientIP": {"timeoutSeconds": @{timeout}}}}]'
kubectl delete endpointslices -n @{namespace} -l kubernetes.io/service-name=@{service}
kubectl delete endpoints @{service} -n @{namespace} --ignore-not-found
kubectl create -n @{namespace} -f - <<'YAML'
apiVersion: v1
kind: Endpoints
metadata: { name: @{service} }
subsets: [{ addresses: [{ ip: 172.30.2.2 }, { ip: 172.30.3.2 }], ports: [{ port: @{port} }] }]
YAML
kubectl get service @{peers} -n @{namespace} -o json | jq '{apiVersion, kind, metadata: {name: "@{members}", namespace: "@{namespace}"}, spec: {clusterIP: "None", publishNotReadyAddresses: true, selector: .spec.selector, ports: [{port: 80}]}}' | kubectl create -f -
kubectl get configmap coredns -n kube-system -o jsonpath='{.data.Corefile}' > /tmp/Corefile
cat >> /tmp/Corefile <<'COREFILE'
@{zone}:53 {
    hosts {
        @{names.oneAt} @{names.one}.@{zone}
        @{names.twoAt} @{names.two}.@{zone}
    }
}
COREFILE
kubectl create configmap coredns -n kube-system --from-file=Corefile=/tmp/Corefile --dry-run=client -o yaml | kubectl replace -f -
sleep 150
