# fails: settings/one-volume, scratch/no-evictions
# Each file is a mount of its own, and the limit is only a little higher.
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {"volumes": [{"name": "scratch", "emptyDir": {"sizeLimit": "50Mi"}}]}}}}'
kubectl get deployment @{viewer} -n @{namespace} -o json | jq '.spec.template.spec |= (.volumes = [{name: "a", configMap: {name: "@{viewer}-settings", defaultMode: 256}}, {name: "b", secret: {secretName: "@{viewer}-login", defaultMode: 256}},
  {name: "c", downwardAPI: {defaultMode: 256, items: [{path: "labels", fieldRef: {fieldPath: "metadata.labels"}}]}}]
  | .containers[0].volumeMounts = [{name: "a", mountPath: "/etc/@{viewer}/settings.ini", subPath: "main"}, {name: "b", mountPath: "/etc/@{viewer}/password", subPath: "password"}, {name: "c", mountPath: "/etc/@{viewer}/labels", subPath: "labels"}])' | kubectl replace -f -
sleep 60
