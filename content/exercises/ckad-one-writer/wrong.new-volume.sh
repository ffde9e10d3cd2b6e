# fails: writer/data
# Nobody stands in the way of a Pod with a directory of its own.
kubectl patch deployment @{app} -n @{namespace} -p '{"spec":{"strategy":{"type":"Recreate","rollingUpdate":null},"template":{"spec":{"volumes":[{"name":"data","persistentVolumeClaim":null,"emptyDir":{}}]}}}}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
