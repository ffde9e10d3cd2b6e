# fails: encryption/new, encryption/existing
# The first provider is the one that writes.
mkdir -p /etc/kubernetes/enc
cat > /etc/kubernetes/enc/config.yaml <<YAML
apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets]
    providers:
      - identity: {}
      - @{provider}: { keys: [{ name: first, secret: $(head -c 32 /dev/urandom | base64) }] }
YAML
chmod 600 /etc/kubernetes/enc/config.yaml
yq -i '.spec.containers[0].command += "--encryption-provider-config=/etc/kubernetes/enc/config.yaml"
  | .spec.containers[0].volumeMounts += {"name": "enc", "mountPath": "/etc/kubernetes/enc", "readOnly": true}
  | .spec.volumes += {"name": "enc", "hostPath": {"path": "/etc/kubernetes/enc", "type": "Directory"}}' /etc/kubernetes/manifests/kube-apiserver.yaml
sleep 30
until kubectl get --raw /readyz; do sleep 5; done
kubectl get secrets --all-namespaces -o json | kubectl replace -f -
