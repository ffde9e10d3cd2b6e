# The volume lies elsewhere in the sidecar; the logs are read on the node's side.
kubectl get deployment @{app} -n @{namespace} -o json | jq '.spec.template.spec.initContainers = [{
  name: "@{sidecar}", image: "busybox:1.36", restartPolicy: "Always",
  command: ["sh", "-c", "until [ -e /logs/@{file} ]; do sleep 1; done; tail -f /logs/@{file}"],
  volumeMounts: [{name: "logs", mountPath: "/logs", readOnly: true}]}]' | kubectl replace -f -
kubectl logs -p @{crashed} -n @{namespace} | grep FATAL > /opt/answers/output/previous.txt
for container in reader screen; do
  kubectl logs @{pair} -n @{namespace} -c $container | sed -n '/ERROR/p'
done > /opt/answers/output/errors.txt
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
sleep 10
