# fails: encryption/existing, encryption/read, encryption/private
# Nothing is written anew, what is there cannot be read any more, and everybody may read the key.
mkdir -p /etc/kubernetes/enc
cat > /etc/kubernetes/enc/config.yaml <<YAML
apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets]
    providers:
      - @{provider}: { keys: [{ name: first, secret: $(head -c 32 /dev/urandom | base64) }] }
YAML
yq -i '.spec.containers[0].command += "--encryption-provider-config=/etc/kubernetes/enc/config.yaml"
  | .spec.containers[0].volumeMounts += {"name": "enc", "mountPath": "/etc/kubernetes/enc", "readOnly": true}
  | .spec.volumes += {"name": "enc", "hostPath": {"path": "/etc/kubernetes/enc", "type": "Directory"}}' /etc/kubernetes/manifests/kube-apiserver.yaml
sleep 60
