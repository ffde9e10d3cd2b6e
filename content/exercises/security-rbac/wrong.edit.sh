# fails: deployer/no-delete, deployer/no-secrets
kubectl create rolebinding deployer -n shop --clusterrole=edit --serviceaccount=ci:deployer
