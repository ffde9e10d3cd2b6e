# A projected volume; the file itself is mounted; every Secret is touched.
kubectl get deployment @{app} -n @{namespace} -o json | jq '.spec.template.spec |= (del(.containers[0].@{fault.field})
  | .volumes = [{name: "files", projected: {defaultMode: 256, sources: [{secret: {name: "@{secret}", items: [{key: "user", path: "user"}, {key: "password", path: "password"}]}}]}}]
  | .containers[0].volumeMounts = [{name: "files", mountPath: "@{directory}"}])' | kubectl replace --force -f -
umask 077
mkdir /etc/kubernetes/enc
key=$(openssl rand -base64 32)
echo '{"apiVersion": "apiserver.config.k8s.io/v1", "kind": "EncryptionConfiguration", "resources": [{"resources": ["secrets"], "providers": [{"@{provider}": {"keys": [{"name": "k", "secret": "'$key'"}]}}, {"identity": {}}]}]}' > /etc/kubernetes/enc/secrets.json
sed -i -e 's|^    - kube-apiserver$|&\n    - --encryption-provider-config=/etc/kubernetes/enc/secrets.json|' \
  -e 's|^    volumeMounts:$|&\n    - { name: secrets, mountPath: /etc/kubernetes/enc/secrets.json, readOnly: true }|' \
  -e 's|^  volumes:$|&\n  - { name: secrets, hostPath: { path: /etc/kubernetes/enc/secrets.json, type: File } }|' /etc/kubernetes/manifests/kube-apiserver.yaml
sleep 30
until kubectl get --raw /readyz; do sleep 5; done
kubectl annotate secrets --all --all-namespaces rewritten=yes
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
sleep 10
