# fails: manifest/score, manifest/same
# Points enough from all sides, but the host's processes are still there.
yq -i '.spec.containers[0].securityContext = {"runAsNonRoot": true, "runAsUser": 20001, "readOnlyRootFilesystem": true, "capabilities": {"drop": ["ALL"]}}' /opt/work/@{pod}.yaml
kubectl create -f /opt/work/@{pod}.yaml
sleep 20
