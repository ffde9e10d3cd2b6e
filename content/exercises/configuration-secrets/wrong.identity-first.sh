# fails: at-rest/old-ones, at-rest/new-ones
# The first provider writes, and identity writes plain text.
cat > /etc/kubernetes/pki/encryption.yaml <<YAML
apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets]
    providers:
      - identity: {}
      - aescbc: { keys: [{ name: k, secret: "$(head -c 32 /dev/urandom | base64)" }] }
YAML
sed -i 's|^    - kube-apiserver$|    - kube-apiserver\n    - --encryption-provider-config=/etc/kubernetes/pki/encryption.yaml|' /etc/kubernetes/manifests/kube-apiserver.yaml
sleep 60
kubectl get secrets -A -o json | kubectl replace -f -
