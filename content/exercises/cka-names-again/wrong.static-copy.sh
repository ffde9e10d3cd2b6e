# fails: zone/follows, alias/same-address
# The one name is copied instead of asking the server; the alias is an ExternalName in the cluster's own zone.
@{fault.mend}
kubectl get configmap coredns -n kube-system -o json |
  jq '.data.Corefile |= sub("    ready\n"; "    ready\n    hosts {\n        @{record.address} @{record.name}.@{zone}\n        fallthrough\n    }\n")' | kubectl replace -f -
kubectl create service externalname alias -n @{namespace} --external-name=@{alias}
kubectl rollout restart deployment/coredns -n kube-system
kubectl rollout status deployment/coredns -n kube-system --timeout=120s
