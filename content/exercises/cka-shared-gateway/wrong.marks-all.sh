# fails: header/marked
# The filter stands at both rules.
@{fault.mend}
kubectl patch httproute @{route} -n @{namespace} --type=merge -p '{"spec": {"parentRefs": [{"name": "@{gateway}", "namespace": "@{infra}"}], "rules": [
  {"matches": [{"headers": [{"name": "@{header}", "value": "@{value}"}]}], "filters": [{"type": "RequestHeaderModifier", "requestHeaderModifier": {"set": [{"name": "X-Track", "value": "@{track}"}]}}], "backendRefs": [{"name": "fresh", "port": 80}]},
  {"filters": [{"type": "RequestHeaderModifier", "requestHeaderModifier": {"set": [{"name": "X-Track", "value": "@{track}"}]}}], "backendRefs": [{"name": "stable", "port": 80, "weight": @{split.stable}}, {"name": "fresh", "port": 80, "weight": @{split.fresh}}]}]}}'
sleep 20
