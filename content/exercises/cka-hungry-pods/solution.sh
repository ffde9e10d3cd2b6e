echo @{who.killed} > /opt/answers/hungry/memory.txt
echo @{who.slow} > /opt/answers/hungry/cpu.txt
echo @{who.evicted} > /opt/answers/hungry/storage.txt
kubectl set resources deployment @{who.killed} -n @{namespace} --limits=memory=@{memory}
kubectl set resources deployment @{who.slow} -n @{namespace} --limits=cpu=@{cpu}
kubectl set resources deployment @{who.evicted} -n @{namespace} --limits=ephemeral-storage=@{storage}
sleep 60
