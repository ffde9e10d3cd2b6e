# fails: header/marked, weights/counted
# The caller gets the header, not the program; the weights are the wrong way round.
@{fault.mend}
kubectl patch httproute @{route} -n @{namespace} --type=merge -p '{"spec": {"parentRefs": [{"name": "@{gateway}", "namespace": "@{infra}"}], "rules": [
  {"matches": [{"headers": [{"name": "@{header}", "value": "@{value}"}]}], "filters": [{"type": "ResponseHeaderModifier", "responseHeaderModifier": {"set": [{"name": "X-Track", "value": "@{track}"}]}}], "backendRefs": [{"name": "fresh", "port": 80}]},
  {"backendRefs": [{"name": "stable", "port": 80, "weight": @{split.fresh}}, {"name": "fresh", "port": 80, "weight": @{split.stable}}]}]}}'
sleep 20
