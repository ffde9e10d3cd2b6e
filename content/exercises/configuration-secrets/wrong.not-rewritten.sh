# fails: at-rest/old-ones
# Only what is written from now on is encrypted.
cat > /etc/kubernetes/pki/encryption.yaml <<YAML
apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets]
    providers:
      - aescbc: { keys: [{ name: k, secret: "$(head -c 32 /dev/urandom | base64)" }] }
      - identity: {}
YAML
sed -i 's|^    - kube-apiserver$|    - kube-apiserver\n    - --encryption-provider-config=/etc/kubernetes/pki/encryption.yaml|' /etc/kubernetes/manifests/kube-apiserver.yaml
sleep 60
