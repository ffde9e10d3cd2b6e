# fails: deployer/here-only
# A ClusterRoleBinding opens every namespace.
kubectl create clusterrole deployer --verb=get,list,watch,update,patch --resource=deployments.apps
kubectl create clusterrolebinding deployer --clusterrole=deployer --serviceaccount=ci:deployer
