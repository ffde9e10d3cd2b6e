cat > /etc/kubernetes/@{directory}/policy.yaml <<'YAML'
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
  - level: None
    userGroups: ['system:nodes']
  - level: Metadata
    resources: [{ group: '', resources: [secrets, configmaps] }]
  - level: @{contents.level}
    namespaces: ['@{namespace}']
    verbs: [create, update, patch, delete]
  - level: Metadata
YAML
mkdir -p $(dirname @{log})
yq -i '.spec.containers[0].command += ["--audit-policy-file=/etc/kubernetes/@{directory}/policy.yaml", "--audit-log-path=@{log}", "--audit-log-maxage=@{age}", "--audit-log-maxbackup=@{backup}", "--audit-log-maxsize=@{size}"]' /etc/kubernetes/manifests/kube-apiserver.yaml
yq -i '.spec.containers[0].volumeMounts += [{"name": "policy", "mountPath": "/etc/kubernetes/@{directory}", "readOnly": true}, {"name": "log", "mountPath": "'$(dirname @{log})'"}]
  | .spec.volumes += [{"name": "policy", "hostPath": {"path": "/etc/kubernetes/@{directory}", "type": "Directory"}}, {"name": "log", "hostPath": {"path": "'$(dirname @{log})'", "type": "DirectoryOrCreate"}}]' /etc/kubernetes/manifests/kube-apiserver.yaml
sleep 30
until kubectl get --raw /readyz; do sleep 5; done
sleep 10
