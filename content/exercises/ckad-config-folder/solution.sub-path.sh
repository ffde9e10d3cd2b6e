# The whole folder first, then without the one key; a single file by subPath; modes of single items.
kubectl create configmap @{config} -n @{namespace} --from-file=/opt/work/folder/conf --dry-run=client -o json | jq 'del(.data["@{skipped}"]) | .immutable = true' | kubectl create -f -
kubectl get deployment @{app} -n @{namespace} -o json | jq '(("0" + "@{mode}") | explode | map(. - 48) | reduce .[] as $digit (0; . * 8 + $digit)) as $mode
  | .spec.template.spec.volumes = [{name: "conf", configMap: {name: "@{config}", items: [{key: "site.conf", path: "site.conf", mode: $mode}, {key: "answer.inc", path: "answer.inc", mode: $mode}]}},
      {name: "ini", configMap: {name: "@{config}", defaultMode: $mode}}]
  | .spec.template.spec.containers[0].volumeMounts = [{name: "conf", mountPath: "/etc/nginx/conf.d"}, {name: "ini", mountPath: "/etc/@{app}/rules.ini", subPath: "limits.ini"}]' | kubectl replace -f -
kubectl get deployment @{other} -n @{namespace} -o json | jq '.spec.paused = false | .spec.template.metadata.annotations.settings = "second"' | kubectl replace -f -
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
kubectl rollout status deployment/@{other} -n @{namespace} --timeout=120s
sleep 5
