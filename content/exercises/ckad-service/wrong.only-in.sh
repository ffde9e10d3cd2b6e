# fails: expose/inside, mend/answers
kubectl expose deployment @{web} -n @{namespace} --name=@{web}-out --port=8888 --target-port=80
sleep 5
