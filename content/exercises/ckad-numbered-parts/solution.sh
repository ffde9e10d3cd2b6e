cat <<'YAML' | kubectl apply -f -
apiVersion: batch/v1
kind: Job
metadata:
  name: @{job}
  namespace: @{namespace}
spec:
  completionMode: Indexed
  completions: @{parts.all}
  parallelism: @{parts.once}
  backoffLimit: @{parts.retries}
  activeDeadlineSeconds: @{parts.seconds}
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: main
          image: busybox:1.36
          command: [sh, -c, 'echo part $JOB_COMPLETION_INDEX']
YAML
kubectl get job @{bad} -n @{namespace} -o json | jq 'del(.spec.selector, .spec.template.metadata.labels, .metadata.uid, .metadata.resourceVersion, .status) | .spec += @{fault.mend}' > bad.json
kubectl replace --force -f bad.json
kubectl patch job @{long} -n @{namespace} -p '{"spec": {"suspend": true}}'
kubectl wait job/@{job} -n @{namespace} --for=condition=Complete --timeout=150s
kubectl wait job/@{bad} -n @{namespace} --for=condition=Complete --timeout=290s
sleep 5
