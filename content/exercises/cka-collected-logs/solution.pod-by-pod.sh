# Pod by Pod, container by container.
cd /opt/answers/logs
kubectl logs @{crashed} -n @{namespace} -c work -p | tee previous.txt
kubectl get pod @{crashed} -n @{namespace} -o jsonpath='{.status.containerStatuses[?(@.name=="work")].lastState.terminated.exitCode}' > exit-code.txt
for pod in $(kubectl get pods -n @{namespace} -l @{label} -o jsonpath='{.items[*].metadata.name}'); do
  for container in $(kubectl get pod $pod -n @{namespace} -o jsonpath='{.spec.initContainers[*].name} {.spec.containers[*].name}'); do
    kubectl logs $pod -n @{namespace} -c $container --prefix >> all.txt
  done
done
pod=$(kubectl get pods -n @{namespace} -l app=@{app}-small -o jsonpath='{.items[0].metadata.name}')
kubectl logs $pod -n @{namespace} -c @{app}-small --since-time=$(date -u -d '@{minutes.n} minutes ago' +%Y-%m-%dT%H:%M:%SZ) --timestamps=true > recent.txt
