# By what containers run; one volume for both places, the Deployment replaced.
for name in @{first} @{second} @{third}; do
  kubectl get configmap $name -n @{namespace} -o jsonpath='{.data.start\.sh}' | grep -q @{port} && echo $name > /opt/answers/intruder/deployment.txt
done
ssh @{fault.node} "pgrep -af 'http.server'" | cut -d' ' -f2- | head -n 1 > /opt/answers/intruder/command.txt
kubectl patch deployment $(cat /opt/answers/intruder/deployment.txt) -n @{namespace} -p '{"spec": {"replicas": 0}}'
kubectl get deployment @{web} -n @{namespace} -o json | jq '.spec.template.spec |= (.volumes = [{name: "scratch", emptyDir: {medium: "Memory", sizeLimit: "32Mi"}}]
  | .containers[0].securityContext = {readOnlyRootFilesystem: true, allowPrivilegeEscalation: false}
  | .containers[0].volumeMounts = [{name: "scratch", mountPath: "/var/cache/nginx", subPath: "cache"}, {name: "scratch", mountPath: "/var/run", subPath: "run"}])' | kubectl replace --force -f -
kubectl rollout status deployment/@{web} -n @{namespace} --timeout=120s
sleep 5
