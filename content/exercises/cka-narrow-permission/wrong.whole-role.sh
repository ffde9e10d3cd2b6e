# fails: bot/no-more, user/mate, aggregated/through-aggregation
# All that edit allows; the whole binding is deleted; the rule is written into view itself.
kubectl create rolebinding @{bot} -n @{namespace} --clusterrole=edit --serviceaccount=@{namespace}:@{bot}
kubectl delete rolebinding season -n @{namespace} --ignore-not-found
kubectl delete clusterrolebinding season-staff --ignore-not-found
kubectl get clusterrole view -o json | jq 'del(.aggregationRule) | .rules += [{apiGroups: ["stage.drill.example"], resources: ["performances"], verbs: ["get", "list", "watch"]}]' | kubectl replace --force -f -
sleep 30
