for name in $(kubectl get deployments -n @{namespace} -o jsonpath='{.items[*].metadata.name}'); do
  for image in $(kubectl get deployment $name -n @{namespace} -o jsonpath='{.spec.template.spec.initContainers[*].image} {.spec.template.spec.containers[*].image}'); do
    trivy image -q --severity CRITICAL --ignore-unfixed --exit-code 1 $image > /dev/null || echo $name
  done
done > /opt/answers/findings/deployments.txt
for name in $(cat /opt/answers/findings/deployments.txt); do kubectl scale deployment $name -n @{namespace} --replicas=0; done

cat > /opt/work/@{pod}.yaml <<'YAML'
apiVersion: v1
kind: Pod
metadata:
  name: @{pod}
  namespace: @{namespace}
spec:
  containers:
    - name: main
      image: busybox:1.36
      command: [sh, -c, 'while true; do date > /spool/last && sleep 10; done']
      resources:
        requests: { cpu: 10m, memory: 16Mi }
        limits: { cpu: 50m, memory: 32Mi }
      securityContext:
        runAsNonRoot: true
        runAsUser: 20001
        runAsGroup: 20001
        readOnlyRootFilesystem: true
        allowPrivilegeEscalation: false
        capabilities: { drop: [ALL] }
        seccompProfile: { type: RuntimeDefault }
      volumeMounts:
        - { name: spool, mountPath: /spool }
  volumes:
    - { name: spool, emptyDir: {} }
YAML
kubectl apply -f /opt/work/@{pod}.yaml
kubectl wait -n @{namespace} --for=condition=Ready pod/@{pod} --timeout=60s
sleep 10
