# The configuration is written anew, with a static entry for the alias, and CoreDNS reloads it by itself.
@{fault.mend}
kubectl apply -f - <<YAML
apiVersion: v1
kind: ConfigMap
metadata: { name: coredns, namespace: kube-system }
data:
  Corefile: |
    @{zone} {
        forward . $(kubectl get service names -n @{namespace} -o jsonpath='{.spec.clusterIP}')
    }
    . {
        errors
        health
        ready
        hosts {
            $(kubectl get service @{service} -n @{namespace} -o jsonpath='{.spec.clusterIP}') @{alias}
            fallthrough
        }
        kubernetes cluster.local in-addr.arpa ip6.arpa
        forward . /etc/resolv.conf
        cache 30
        reload
    }
YAML
kubectl delete pods -n kube-system -l k8s-app=kube-dns
kubectl rollout status deployment/coredns -n kube-system --timeout=120s
